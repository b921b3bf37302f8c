import { type Finding } from "../core/validation";
import { simpleConditions, withoutLiterals, type SimpleCondition } from "./expression";
import { matchOfRule, type FirewallRule } from "./rule";

/** What the policy around the rules offers. */
export interface PolicyFeatures {
  readonly tier: "standard" | "enterprise";
  /** reCAPTCHA is used in the standard tier, billed by itself. */
  readonly recaptchaBilledSeparately: boolean;
  /** Adaptive Protection is on. */
  readonly adaptiveProtection: boolean;
  /** A header tells the address of the user. */
  readonly userIp: boolean;
}

const TIERS = "https://cloud.google.com/armor/docs/armor-enterprise-overview";

/** What a rule uses that the policy doesn't have. */
export function requirementProblems(setting: string, rule: FirewallRule, policy: PolicyFeatures): readonly Finding[] {
  const conditions = conditionsOf(rule);
  const enterprise = policy.tier === "enterprise";
  const paid = conditions.flatMap((condition) => enterpriseFeatures(condition));
  return [
    paid.length > 0 &&
      !enterprise && {
        setting,
        value: paid.join(", "),
        must: "use features of the standard tier only",
        fix: 'remove the condition, or set tier to "enterprise" when the project is enrolled in Cloud Armor Enterprise',
        source: TIERS,
      },
    usesRecaptcha(rule, conditions) &&
      !enterprise &&
      !policy.recaptchaBilledSeparately && {
        setting,
        value: "reCAPTCHA",
        must: "not manage bots in the standard tier, where reCAPTCHA sends a bill of its own",
        fix: 'set recaptcha: { billedSeparately: true } to accept that, or tier to "enterprise"',
        source: TIERS,
      },
    conditions.some((condition) => usesAdaptiveProtection(condition)) &&
      !policy.adaptiveProtection && {
        setting,
        must: "not wait for Adaptive Protection, which is off",
        fix: "leave adaptiveProtection away or give it thresholds",
        source: "https://cloud.google.com/armor/docs/adaptive-protection-auto-deploy",
      },
    conditions.some((condition) => readsUserIp(condition)) &&
      !policy.userIp && {
        setting,
        value: "origin.user_ip",
        must: "read the user's address only where a header tells it: it would be origin.ip",
        fix: "name the header in userIpRequestHeaders, or use origin.ip",
        source: "https://cloud.google.com/armor/docs/rules-language-reference",
      },
  ];
}

/** The simple conditions of a rule; none when it is for ranges or for every request. */
export function conditionsOf(rule: FirewallRule): readonly SimpleCondition[] {
  const match = matchOfRule(rule);
  return match.by === "condition" ? simpleConditions(match.condition) : [];
}

function enterpriseFeatures(condition: SimpleCondition): readonly string[] {
  switch (condition.is) {
    case "threat-intelligence":
      return [condition.feed];
    case "address-group":
      return ["address group"];
    case "adaptive-protection":
      return ["automatic deployment of Adaptive Protection"];
    case "expression":
      return [
        ...[...withoutLiterals(condition.text).matchAll(ENTERPRISE_CALLS)].map(([, call = ""]) => call),
        ...[...condition.text.matchAll(/sourceiplist-[a-z]+/g)].map(([list]) => list),
      ];
    default:
      return [];
  }
}

const ENTERPRISE_CALLS =
  /\b(evaluateThreatIntelligence|evaluateAddressGroup|evaluateOrganizationAddressGroup|evaluateAdaptiveProtection(?:AutoDeploy)?)\b/g;

function usesRecaptcha(rule: FirewallRule, conditions: readonly SimpleCondition[]): boolean {
  const challenges =
    rule.kind === "redirect"
      ? rule.to === "recaptcha"
      : (rule.kind === "throttle" || rule.kind === "ban") && rule.exceedRedirect === "recaptcha";
  return (
    challenges ||
    conditions.some(
      (condition) =>
        condition.is.startsWith("recaptcha-") ||
        (condition.is === "expression" && withoutLiterals(condition.text).includes("token.recaptcha_")),
    )
  );
}

function usesAdaptiveProtection(condition: SimpleCondition): boolean {
  return (
    condition.is === "adaptive-protection" ||
    (condition.is === "expression" && withoutLiterals(condition.text).includes("evaluateAdaptiveProtection"))
  );
}

function readsUserIp(condition: SimpleCondition): boolean {
  return condition.is === "expression"
    ? withoutLiterals(condition.text).includes("origin.user_ip")
    : "source" in condition && condition.source === "origin.user_ip";
}
