import { at, isList, isObject, type ObjectValue, type Value } from "../../plugin/values";
import { type Law } from "../law";

/** https://cloud.google.com/armor/quotas#limits */
const LIMITS = {
  ranges: 10,
  subexpressions: 5,
  expression: 2048,
  subexpression: 1024,
  description: 64,
  keys: 3,
  priority: 2_147_483_647,
  throttleCount: 1_000_000,
  banCount: 10_000,
} as const;

/** https://cloud.google.com/armor/docs/rate-limiting-overview#thresholds-enforcement */
const INTERVALS: readonly number[] = [10, 30, 60, 120, 180, 240, 300, 600, 900, 1200, 1800, 2700, 3600];

/**
 * What Cloud Armor takes as a rule, whether a resource of its own or a block of the policy: as many ranges, keys and
 * subexpressions as its limits say, intervals from its list, and never a ban that becomes a throttle.
 * https://cloud.google.com/armor/quotas#limits, https://cloud.google.com/armor/docs/rate-limiting-overview
 */
export const law: Law = ({ action, type, before, after }) => {
  if (action === "delete" || after === null || !/^google_compute_security_policy(_rule)?$/.test(type)) return undefined;
  for (const { rule, old } of rulesOf(type, before, after)) {
    const wrong = fieldProblem(rule) ?? expressionProblem(rule) ?? rateProblem(rule) ?? changeProblem(rule, old);
    if (wrong !== undefined) {
      return {
        message: `Error ${action === "create" ? "creating" : "updating"} ${type}: googleapi: Error 400: Invalid value for field 'resource.${wrong.field}': ${wrong.text}, invalid`,
        advice: wrong.fix,
        attribute: type.endsWith("_rule") ? (wrong.field.split(".")[0] ?? "") : "rule",
      };
    }
  }
  return undefined;
};

interface Wrong {
  /** Path of the resource's argument. */
  readonly field: string;
  readonly text: string;
  readonly fix: string;
}

interface Rule {
  readonly rule: ObjectValue;
  /** The same rule as it is now. */
  readonly old: ObjectValue | undefined;
}

/** A rule is known by its priority. */
function rulesOf(type: string, before: ObjectValue | null, after: ObjectValue): readonly Rule[] {
  if (type.endsWith("_rule")) return [{ rule: after, old: before ?? undefined }];
  const rules = (policy: ObjectValue | null) => itemsAt(policy ?? {}, "rule").filter((item) => isObject(item));
  const existing = rules(before);
  return rules(after).map((rule) => ({ rule, old: existing.find(({ priority }) => priority === rule["priority"]) }));
}

function fieldProblem(rule: ObjectValue): Wrong | undefined {
  const { priority, description } = rule;
  const ranges = itemsAt(rule, "match.0.config.0.src_ip_ranges");
  if (typeof priority === "number" && (priority < 0 || priority > LIMITS.priority)) {
    return { field: "priority", text: `'${priority}'`, fix: `Choose a priority from 0 to ${LIMITS.priority}.` };
  }
  if (typeof description === "string" && description.length > LIMITS.description) {
    const fix = `Shorten it to ${LIMITS.description} characters.`;
    return { field: "description", text: `${description.length} characters`, fix };
  }
  if (ranges.length > LIMITS.ranges) {
    const fix = `Split it into rules of at most ${LIMITS.ranges} ranges.`;
    return { field: "match.config.srcIpRanges", text: `${ranges.length} ranges`, fix };
  }
  return undefined;
}

function expressionProblem(rule: ObjectValue): Wrong | undefined {
  const expression = at(rule, "match.0.expr.0.expression");
  if (typeof expression !== "string") return undefined;
  const wrong = (text: string, fix: string): Wrong => ({ field: "match.expr.expression", text, fix });
  const parts = subexpressions(expression);
  const longest = Math.max(...parts.map((part) => part.length));
  if (expression.includes("\n")) return wrong("a line break", "Write the expression in one line.");
  if (parts.length > LIMITS.subexpressions) {
    return wrong(
      `${parts.length} subexpressions`,
      `Split it into rules of at most ${LIMITS.subexpressions} subexpressions.`,
    );
  }
  if (expression.length > LIMITS.expression) {
    return wrong(`${expression.length} characters`, `Shorten it to ${LIMITS.expression} characters.`);
  }
  if (longest > LIMITS.subexpression) {
    return wrong(
      `a subexpression of ${longest} characters`,
      `Shorten each subexpression to ${LIMITS.subexpression} characters.`,
    );
  }
  return undefined;
}

/** What stands between `&&` and `||`, outside of quotes. */
function subexpressions(expression: string): readonly string[] {
  const hidden = expression.replace(/'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"/g, (literal) => "_".repeat(literal.length));
  return hidden.split(/&&|\|\|/).map((part) => part.trim());
}

function rateProblem(rule: ObjectValue): Wrong | undefined {
  const options = at(rule, "rate_limit_options.0");
  if (!isObject(options)) return undefined;
  const bans = rule["action"] === "rate_based_ban";
  const field = (name: string) => `rateLimitOptions.${name}`;
  const keys = itemsAt(options, "enforce_on_key_configs").length;
  if (keys > LIMITS.keys) {
    return { field: field("enforceOnKeyConfigs"), text: `${keys} keys`, fix: `Keep at most ${LIMITS.keys} keys.` };
  }
  if (keys > 0 && typeof options["enforce_on_key"] === "string" && options["enforce_on_key"] !== "") {
    const fix = 'Set enforce_on_key to "" beside enforce_on_key_configs.';
    return { field: field("enforceOnKey"), text: `'${options["enforce_on_key"]}'`, fix };
  }
  for (const name of ["rate_limit_threshold", "ban_threshold"]) {
    const count = at(options, `${name}.0.count`);
    const interval = at(options, `${name}.0.interval_sec`);
    const most = bans ? LIMITS.banCount : LIMITS.throttleCount;
    if (typeof interval === "number" && !INTERVALS.includes(interval)) {
      const fix = `Choose one of ${INTERVALS.join(", ")} seconds.`;
      return { field: field(`${camelCase(name)}.intervalSec`), text: `'${interval}'`, fix };
    }
    if (typeof count === "number" && (count < 1 || count > most)) {
      return { field: field(`${camelCase(name)}.count`), text: `'${count}'`, fix: `Choose 1 to ${most} requests.` };
    }
  }
  return undefined;
}

/** https://cloud.google.com/armor/docs/rate-limiting-overview: a throttle may become a ban, but not the other way round. */
function changeProblem(rule: ObjectValue, old: ObjectValue | undefined): Wrong | undefined {
  if (old?.["action"] !== "rate_based_ban" || rule["action"] !== "throttle") return undefined;
  return {
    field: "action",
    text: "'throttle'. A rate_based_ban rule cannot be changed to a throttle rule",
    fix: "Delete the rule and create another one at a priority of its own.",
  };
}

function itemsAt(object: ObjectValue, path: string): readonly Value[] {
  const found = at(object, path);
  return found !== undefined && isList(found) ? found : [];
}

const camelCase = (name: string): string => name.replace(/_([a-z])/g, (_match, letter: string) => letter.toUpperCase());
