import {
  type ComputeSecurityPolicyRuleAConfig,
  type ComputeSecurityPolicyRuleHeaderActionA,
  type ComputeSecurityPolicyRuleMatchA,
  type ComputeSecurityPolicyRuleMatchExprOptionsA,
  type ComputeSecurityPolicyRulePreconfiguredWafConfigA,
  type ComputeSecurityPolicyRuleRateLimitOptionsA,
} from "@cdktf/provider-google/lib/compute-security-policy-rule";
import { toExpression } from "./expression";
import { type PlacedRule } from "./priorities";
import { DEFAULT_INTERVAL, type RateLimit, type RateLimitKey } from "./rate-limit";
import { type RecaptchaKeys } from "./recaptcha";
import { renderRedirect } from "./redirect";
import {
  matchOfRule,
  type BanRule,
  type FirewallRule,
  type RequestMatch,
  type ThrottleRule,
  type WafRule,
} from "./rule";
import { groupBySignatures, ruleSetName, type WafExclusion } from "./waf";

/** What the firewall knows and a rule doesn't. */
export interface RenderContext {
  /** `USER_IP` when the address of the client comes from a header that a content delivery network sets. */
  readonly addressKey: "IP" | "USER_IP";
}

/** A rule as the arguments of `google_compute_security_policy_rule`, without project and policy. */
export function renderRule(
  { priority, preview, rule }: PlacedRule,
  context: RenderContext,
): Omit<ComputeSecurityPolicyRuleAConfig, "project" | "securityPolicy"> {
  return {
    priority,
    preview,
    description: rule.description ?? rule.name,
    action: actionOf(rule),
    match: renderMatch(matchOfRule(rule)),
    preconfiguredWafConfig: rule.kind === "waf" && rule.exclusions.length > 0 ? renderExclusions(rule) : undefined,
    rateLimitOptions: rule.kind === "throttle" || rule.kind === "ban" ? renderRateLimit(rule, context) : undefined,
    redirectOptions: rule.kind === "redirect" ? renderRedirect(rule.to) : undefined,
    headerAction: rule.kind === "allow" ? renderHeaders(rule.requestHeadersToAdd) : undefined,
  };
}

/** The condition in Terraform's form. */
export function renderMatch(match: RequestMatch): ComputeSecurityPolicyRuleMatchA {
  if (match.by === "condition") {
    return {
      expr: { expression: toExpression(match.condition) },
      exprOptions: renderRecaptchaKeys(match.recaptchaKeys),
    };
  }
  return {
    versionedExpr: "SRC_IPS_V1",
    config: { srcIpRanges: match.by === "everything" ? ["*"] : [...match.ranges] },
  };
}

function renderRecaptchaKeys(keys: RecaptchaKeys | undefined): ComputeSecurityPolicyRuleMatchExprOptionsA | undefined {
  if (keys === undefined || keys === "any") {
    return undefined;
  }
  return {
    recaptchaOptions: {
      actionTokenSiteKeys: keys.action === undefined ? undefined : [...keys.action],
      sessionTokenSiteKeys: keys.session === undefined ? undefined : [...keys.session],
    },
  };
}

function renderHeaders(
  headers: Readonly<Record<string, string>> = {},
): ComputeSecurityPolicyRuleHeaderActionA | undefined {
  const added = Object.entries(headers).map(([headerName, headerValue]) => ({ headerName, headerValue }));
  return added.length === 0 ? undefined : { requestHeadersToAdds: added };
}

function actionOf(rule: FirewallRule): string {
  switch (rule.kind) {
    case "allow":
      return "allow";
    case "deny":
    case "waf":
      return `deny(${rule.status})`;
    case "redirect":
      return "redirect";
    case "throttle":
      return "throttle";
    case "ban":
      return "rate_based_ban";
  }
}

function renderRateLimit(
  rule: ThrottleRule | BanRule,
  context: RenderContext,
): ComputeSecurityPolicyRuleRateLimitOptionsA {
  return {
    conformAction: "allow",
    exceedAction: rule.exceedRedirect === undefined ? `deny(${rule.status})` : "redirect",
    exceedRedirectOptions: rule.exceedRedirect === undefined ? undefined : renderRedirect(rule.exceedRedirect),
    rateLimitThreshold: threshold(rule.limit),
    ...renderKeys(rule.keys.map((key) => (key.type === "IP" ? context.addressKey : key))),
    ...(rule.kind === "ban"
      ? {
          banDurationSec: rule.banSeconds,
          banThreshold: rule.banAfter === undefined ? undefined : threshold(rule.banAfter),
        }
      : {}),
  };
}

/** One key has its own argument; several go into blocks, and then the argument must be the empty string. */
function renderKeys(
  keys: readonly (RateLimitKey | "IP" | "USER_IP")[],
): Partial<ComputeSecurityPolicyRuleRateLimitOptionsA> {
  const rendered = keys.map((key) => (typeof key === "string" ? { type: key } : key));
  const [first, ...others] = rendered.map((key) => ({ type: key.type, name: "name" in key ? key.name : undefined }));
  if (others.length === 0) {
    return { enforceOnKey: first?.type, enforceOnKeyName: first?.name };
  }
  return {
    enforceOnKey: "",
    enforceOnKeyConfigs: [first, ...others].map((key) => ({
      enforceOnKeyType: key?.type,
      enforceOnKeyName: key?.name,
    })),
  };
}

function threshold(limit: RateLimit): { readonly count: number; readonly intervalSec: number } {
  return { count: limit.requests, intervalSec: limit.intervalSeconds ?? DEFAULT_INTERVAL };
}

function renderExclusions(rule: WafRule): ComputeSecurityPolicyRulePreconfiguredWafConfigA {
  const groups = [...groupBySignatures(rule.exclusions).values()];
  return {
    exclusion: groups.map((group) => {
      const of = (field: WafExclusion["field"]) => {
        const fields = group
          .filter((exclusion) => exclusion.field === field)
          .map(({ operator, value }) => ({ operator, value }));
        return fields.length === 0 ? undefined : fields;
      };
      const signatures = group[0]?.signatures ?? [];
      return {
        targetRuleSet: ruleSetName(rule.condition.ruleSet),
        targetRuleIds: signatures.length === 0 ? undefined : [...signatures],
        requestHeader: of("header"),
        requestCookie: of("cookie"),
        requestQueryParam: of("query"),
        requestUri: of("uri"),
      };
    }),
  };
}
