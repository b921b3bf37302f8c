import { repeated, isKnown, outOfRange, type Finding } from "../core/validation";
import { addressRangeProblems } from "./address-range";
import { conditionProblems } from "./condition-problems";
import { toExpression } from "./expression";
import { BANDS, bandOf, DEFAULT_RULE_PRIORITY, type PlacedRule } from "./priorities";
import { INTERVALS, keyProblems, rateLimitProblems } from "./rate-limit";
import { recaptchaKeyProblems } from "./recaptcha";
import { redirectProblem } from "./redirect";
import { textProblem } from "./regular-expression";
import { conditionsOf, requirementProblems, type PolicyFeatures } from "./requirements";
import { matchOfRule, type FirewallRule, type RequestMatch } from "./rule";
import { exclusionProblems } from "./waf";

/** https://cloud.google.com/armor/docs/best-practices#rule-descriptions */
const MAX_DESCRIPTION = 64;
/** https://cloud.google.com/armor/quotas */
const MAX_RANGES = 10;
/** https://cloud.google.com/armor/docs/rate-limiting-overview#ban-clients: what an interval may last, from a minute on */
const BAN_SECONDS = INTERVALS.filter((seconds) => seconds >= 60);

const POLICIES = "https://cloud.google.com/armor/docs/security-policy-overview";

/** Everything that is wrong with the rules of a firewall, alone and together. */
export function rulesProblems(placed: readonly PlacedRule[], policy: PolicyFeatures): readonly Finding[] {
  return [
    ...placed.flatMap(({ rule }) => ruleProblems(`rules.${rule.name}`, rule)),
    ...placed.flatMap(({ rule }) => requirementProblems(`rules.${rule.name}`, rule, policy)),
    ...placed.flatMap((entry) => placementProblems(entry)),
    ...repeated(placed.map(({ rule }) => rule.name)).map((name): Finding => ({
      setting: "rules",
      value: name,
      must: "have different names",
      fix: "rename one of the rules of that name",
    })),
    ...repeated(placed.map(({ priority }) => priority)).map((priority): Finding => ({
      setting: "rules",
      value: priority,
      must: "have different priorities",
      fix: "leave `priority` out where the band's next place will do",
      source: POLICIES,
    })),
    ...unreachableProblems(placed),
  ];
}

function ruleProblems(setting: string, rule: FirewallRule): readonly Finding[] {
  const description = rule.description ?? rule.name;
  return [
    !/^[a-z][a-z0-9-]{0,62}$/.test(rule.name) && {
      setting,
      value: rule.name,
      must: "have a name of 1 to 63 lowercase letters, digits or hyphens that starts with a letter",
      fix: "choose another name",
    },
    isKnown(description) &&
      description.length > MAX_DESCRIPTION && {
        setting: `${setting}.description`,
        value: description.length,
        must: `have at most ${MAX_DESCRIPTION} characters`,
        fix: "shorten it, and keep the rest as a comment in the code",
        source: "https://cloud.google.com/armor/docs/best-practices",
      },
    outOfRange(`${setting}.priority`, rule.priority, 0, DEFAULT_RULE_PRIORITY - 1, {
      source: POLICIES,
      fix: "leave it out; 2147483647 is the default rule, which `defaultAction` sets",
    }),
    ...matchProblems(`${setting}.match`, matchOfRule(rule)),
    ...(rule.kind === "waf" || rule.match.by !== "condition"
      ? []
      : recaptchaKeyProblems(`${setting}.recaptchaKeys`, conditionsOf(rule), rule.match.recaptchaKeys)),
    ...(rule.kind === "allow" ? headerProblems(`${setting}.requestHeadersToAdd`, rule.requestHeadersToAdd ?? {}) : []),
    rule.kind === "redirect" && redirectProblem(`${setting}.to`, rule.to),
    ...(rule.kind === "waf" ? exclusionProblems(`${setting}.exclusions`, rule.condition.ruleSet, rule.exclusions) : []),
    ...(rule.kind === "throttle" || rule.kind === "ban"
      ? [
          ...keyProblems(`${setting}.keys`, rule.keys),
          ...rateLimitProblems(`${setting}.limit`, rule.limit, rule.kind),
          rule.exceedRedirect !== undefined && redirectProblem(`${setting}.exceedRedirect`, rule.exceedRedirect),
        ]
      : []),
    ...(rule.kind === "ban"
      ? [
          isKnown(rule.banSeconds) &&
            !BAN_SECONDS.includes(rule.banSeconds) && {
              setting: `${setting}.banSeconds`,
              value: rule.banSeconds,
              must: `be one of ${BAN_SECONDS.join(", ")} seconds`,
              fix: "choose the next longer one",
              source: "https://cloud.google.com/armor/docs/rate-limiting-overview",
            },
          ...(rule.banAfter === undefined ? [] : rateLimitProblems(`${setting}.banAfter`, rule.banAfter, "ban")),
        ]
      : []),
  ];
}

function matchProblems(setting: string, match: RequestMatch): readonly Finding[] {
  switch (match.by) {
    case "everything":
      return [];
    case "condition":
      return conditionProblems(setting, match.condition);
    case "ranges":
      return [
        (match.ranges.length === 0 || match.ranges.length > MAX_RANGES) && {
          setting,
          value: match.ranges.length,
          must: `name 1 to ${MAX_RANGES} ranges`,
          fix: "write several rules",
          source: "https://cloud.google.com/armor/quotas",
        },
        ...addressRangeProblems(
          setting,
          match.ranges,
          "write it as 203.0.113.0/24 or 2001:db8::/32, and leave the match out for every address",
        ),
      ];
  }
}

function placementProblems({ priority, rule }: PlacedRule): readonly Finding[] {
  const band = BANDS[bandOf(rule)];
  return [
    rule.priority === undefined &&
      priority > band.to && {
        setting: `rules.${rule.name}`,
        must: `fit into the band of its kind, which ends at ${band.to}`,
        fix: "join rules, or give this one a priority of its own",
      },
  ];
}

/** A rule that ends the evaluation of the same requests hides every rule behind it. */
function unreachableProblems(placed: readonly PlacedRule[]): readonly Finding[] {
  return placed.map((later, index): Finding => {
    const match = matchText(matchOfRule(later.rule));
    const hiding = placed.slice(0, index).find((earlier) => {
      const text = matchText(matchOfRule(earlier.rule));
      return !earlier.preview && (text === EVERYTHING || text === match);
    });
    return (
      hiding !== undefined && {
        setting: `rules.${later.rule.name}`,
        must: `be reachable, but '${hiding.rule.name}' ends the evaluation of its requests first`,
        fix: "narrow one of the two, or join them: only one rate limit can count a request",
        source: "https://cloud.google.com/armor/docs/rules-language-reference",
      }
    );
  });
}

const EVERYTHING = "*";

function matchText(match: RequestMatch): string {
  switch (match.by) {
    case "everything":
      return EVERYTHING;
    case "ranges":
      return [...match.ranges].sort().join(" ");
    case "condition":
      return toExpression(match.condition) + JSON.stringify(match.recaptchaKeys ?? "");
  }
}

/** https://cloud.google.com/armor/docs/configure-bot-management#decorate_request */
function headerProblems(setting: string, headers: Readonly<Record<string, string>>): readonly Finding[] {
  return Object.entries(headers).flatMap(([name, value]): readonly Finding[] => [
    !/^[A-Za-z0-9_-]+$/.test(name) && {
      setting,
      value: name,
      must: "name headers of letters, digits, hyphens and underscores",
      fix: "write it as X-Client-Class",
    },
    textProblem(`${setting}.${name}`, value),
  ]);
}
