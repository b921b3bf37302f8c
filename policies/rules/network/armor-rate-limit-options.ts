import { keysOf, optionsOf } from "../../facts/armor-limits";
import { limits, readRule, type ArmorRule } from "../../facts/armor-policy";
import { blocksAt, isReference, valueAt, type Block } from "../../rendered/rendered-stack";
import { NOT_APPLICABLE, shown, verdict, type ResourceRule } from "../../rule";

/** What the API takes: https://cloud.google.com/armor/docs/configure-rate-limiting */
const INTERVALS = [10, 30, 60, 120, 180, 240, 300, 600, 900, 1200, 1800, 2700, 3600];

/** https://cloud.google.com/armor/docs/rate-limiting-overview#throttle-traffic and #ban-clients */
const MOST = { throttle: 1_000_000, rate_based_ban: 10_000 } as const;

/** Under a minute a ban is over before anybody notices; over a day it hits whoever has the address next. */
const BAN = { least: 60, most: 86_400 };

/** Keys that many strangers share, so that one of them uses up what is for all. */
const SHARED: ReadonlySet<string> = new Set(["ALL", "HTTP_PATH", "SNI", "REGION_CODE"]);

/** A rate limit counts by something that a client has for itself and doesn't write itself, and refuses what is above. */
export const armorRateLimitOptions: ResourceRule = {
  appliesTo: ["google_compute_security_policy", "google_compute_security_policy_rule"],
  evaluate: ({ type, arguments: block }) => {
    const blocks = type === "google_compute_security_policy" ? blocksAt(block, "rule") : [block];
    const counting = blocks.map(readRule).filter(limits);
    return counting.length === 0 ? NOT_APPLICABLE : verdict(counting.flatMap(problemsOf));
  },
};

function problemsOf(rule: ArmorRule): readonly string[] {
  const options = optionsOf(rule);
  if (options === undefined) {
    return [`rate_limit_options of ${rule.name} is absent`];
  }
  const problems = [
    ...keyProblems(options),
    ...thresholdProblems(options, MOST[rule.action === "throttle" ? "throttle" : "rate_based_ban"]),
    ...actionProblems(options),
    ...(rule.action === "rate_based_ban" ? banProblems(options) : []),
  ];
  return problems.map((problem) => `rate_limit_options.${problem} (${rule.name})`);
}

function keyProblems(options: Block): readonly string[] {
  const keys = keysOf(options).map(({ type }) => type);
  const both = blocksAt(options, "enforce_on_key_configs").length > 0 && options.enforce_on_key !== "";
  return [
    ...(both ? [`enforce_on_key is ${shown(options.enforce_on_key)}, not "" beside enforce_on_key_configs`] : []),
    ...(keys.every((key) => SHARED.has(key)) ? [`enforce_on_key is ${keys.join(" and ")}, which strangers share`] : []),
    ...(keys.includes("XFF_IP") ? ["enforce_on_key is XFF_IP, which a client writes itself"] : []),
  ];
}

function thresholdProblems(options: Block, most: number): readonly string[] {
  const count = valueAt(options, "rate_limit_threshold.count");
  const interval = valueAt(options, "rate_limit_threshold.interval_sec");
  const right = Number(count) >= 1 && Number(count) <= most;
  return [
    ...(isReference(count) || right ? [] : [`rate_limit_threshold.count is ${shown(count)}, not 1 to ${most}`]),
    ...(isReference(interval) || INTERVALS.includes(Number(interval))
      ? []
      : [`rate_limit_threshold.interval_sec is ${shown(interval)}, not one of ${INTERVALS.join(", ")}`]),
  ];
}

function actionProblems(options: Block): readonly string[] {
  const { conform_action: conform, exceed_action: exceed } = options;
  const sent = exceed === "redirect" && blocksAt(options, "exceed_redirect_options").length > 0;
  const refused = typeof exceed === "string" && (/^deny\(/.test(exceed) || isReference(exceed) || sent);
  return [
    ...(conform === "allow" ? [] : [`conform_action is ${shown(conform)}, not "allow"`]),
    ...(refused ? [] : [`exceed_action is ${shown(exceed)}, not deny(429) or a redirect with exceed_redirect_options`]),
  ];
}

function banProblems({ ban_duration_sec: duration }: Block): readonly string[] {
  return isReference(duration) || (Number(duration) >= BAN.least && Number(duration) <= BAN.most)
    ? []
    : [`ban_duration_sec is ${shown(duration)}, not ${BAN.least} to ${BAN.most}`];
}
