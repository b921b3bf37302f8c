import { When, type Condition } from "./condition";
import { type RateLimit, type RateLimitKey } from "./rate-limit";
import { type RecaptchaKeys } from "./recaptcha";
import { type RedirectTarget } from "./redirect";
import { type WafCondition, type WafExclusion, type WafRuleSet } from "./waf";

/** Which requests a rule is for. */
export type RequestMatch =
  /** Every request. */
  | { readonly by: "everything" }
  /** Addresses, as up to ten ranges or single addresses, IPv4 or IPv6. */
  | { readonly by: "ranges"; readonly ranges: readonly string[] }
  | { readonly by: "condition"; readonly condition: Condition; readonly recaptchaKeys?: RecaptchaKeys };

/** Options that every rule has. */
export interface RuleOptions {
  /** What the rule is for, in lowercase with hyphens, unique in the policy. */
  readonly name: string;
  /**
   * At most 64 characters, shown in the console and in logs.
   * @default - the name
   */
  readonly description?: string;
  /**
   * Only logs what the rule would have done. Evaluation goes on behind it.
   * @default - what the firewall's `newRules` says
   */
  readonly preview?: boolean;
  /**
   * Pins the place in the policy, 0 to 2147483646, lower first. Pin a rule whose neighbors come and go.
   * @default - the next free place of the rule's band, in the order in which rules are written
   */
  readonly priority?: number;
}

/** Lets requests through and ends the evaluation. */
export interface AllowRule extends RuleOptions {
  readonly kind: "allow";
  /** `first`: before every other rule, so nothing else looks at the request. `last`: behind every other rule. */
  readonly position: "first" | "last";
  readonly match: RequestMatch;
  /** Headers that the backend gets besides the request's own; absent: none. */
  readonly requestHeadersToAdd?: Readonly<Record<string, string>>;
}

/** Status codes that a denied request may get. */
export type DenyStatus = 403 | 404 | 429 | 502;

/** Turns requests away. */
export interface DenyRule extends RuleOptions {
  readonly kind: "deny";
  readonly match: RequestMatch;
  readonly status: DenyStatus;
}

/** Sends requests elsewhere, for example to a reCAPTCHA challenge. */
export interface RedirectRule extends RuleOptions {
  readonly kind: "redirect";
  readonly match: RequestMatch;
  readonly to: RedirectTarget;
}

/** Turns away what Google's attack signatures recognize. */
export interface WafRule extends RuleOptions {
  readonly kind: "waf";
  readonly condition: WafCondition;
  readonly exclusions: readonly WafExclusion[];
  readonly status: DenyStatus;
}

/**
 * Lets a number of requests per key through, and turns away the rest. A request below the limit is **allowed**: no
 * later rule looks at it, a second rate limit neither.
 */
export interface ThrottleRule extends RuleOptions {
  readonly kind: "throttle";
  readonly match: RequestMatch;
  readonly keys: readonly RateLimitKey[];
  readonly limit: RateLimit;
  readonly status: DenyStatus;
  /** Where requests above the limit go; absent: they are turned away with `status`. */
  readonly exceedRedirect?: RedirectTarget;
}

/** Like {@link ThrottleRule}, and a key that exceeds the ban threshold gets nothing for a while. */
export interface BanRule extends RuleOptions {
  readonly kind: "ban";
  readonly match: RequestMatch;
  readonly keys: readonly RateLimitKey[];
  readonly limit: RateLimit;
  /** Absent: exceeding `limit` once is enough. */
  readonly banAfter?: RateLimit;
  /** 60, 120, 180, 240, 300, 600, 900, 1200, 1800, 2700 or 3600. */
  readonly banSeconds: number;
  readonly status: DenyStatus;
  /** Where requests above the limit go; absent: they are turned away with `status`. */
  readonly exceedRedirect?: RedirectTarget;
}

/** A rule of a firewall, as data: `kind` says what it does. */
export type FirewallRule = AllowRule | DenyRule | RedirectRule | WafRule | ThrottleRule | BanRule;

/** How a rule says which requests it is for. Neither: every request. Both: requests for which both hold. */
export interface MatchOptions {
  /**
   * A condition, from `When`.
   * @default - every request
   */
  readonly when?: Condition;
  /**
   * Up to ten addresses or ranges. Together with `when` each of them counts as a subexpression.
   * @default - every request
   */
  readonly ranges?: readonly string[];
  /**
   * The reCAPTCHA keys whose tokens count; needed where `when` reads action or session tokens.
   * @default - none
   */
  readonly recaptchaKeys?: RecaptchaKeys;
}

/** Options of {@link Rule.allow}. */
export interface AllowOptions extends RuleOptions, MatchOptions {
  /** `first` switches every other rule off for these requests, the WAF too: only for callers you trust. */
  readonly position: "first" | "last";
  /**
   * Headers that the backend gets besides the request's own, by name.
   * @default - none
   */
  readonly requestHeadersToAdd?: Readonly<Record<string, string>>;
}

/** Options of {@link Rule.deny}. */
export interface DenyOptions extends RuleOptions, MatchOptions {
  /** @default 403 */
  readonly status?: DenyStatus;
}

/** Options of {@link Rule.redirect}. */
export interface RedirectOptions extends RuleOptions, MatchOptions {
  /** `recaptcha` for a challenge, which returns to the page once it is passed, or an address for status 302. */
  readonly to: RedirectTarget;
}

/** Options of {@link Rule.waf}. */
export interface WafOptions extends RuleOptions {
  readonly ruleSet: WafRuleSet;
  /**
   * 0 to 4: higher finds more attacks and more that are none.
   * @default 1
   */
  readonly sensitivity?: number;
  /** @default - none */
  readonly optOut?: readonly string[];
  /** @default - none */
  readonly optIn?: readonly string[];
  /** @default - none */
  readonly exclusions?: readonly WafExclusion[];
  /** @default 403 */
  readonly status?: DenyStatus;
}

/** Options of {@link Rule.throttle}. */
export interface ThrottleOptions extends RuleOptions, MatchOptions {
  readonly keys: readonly RateLimitKey[];
  readonly limit: RateLimit;
  /** @default 429 */
  readonly status?: DenyStatus;
  /**
   * Sends requests above the limit elsewhere: `recaptcha` for a challenge, or an address for status 302.
   * @default - they get `status`
   */
  readonly exceedRedirect?: RedirectTarget;
}

/** Options of {@link Rule.ban}. */
export interface BanOptions extends ThrottleOptions {
  /** @default - one interval above `limit` is enough */
  readonly banAfter?: RateLimit;
  /** Seconds: 60, 120, 180, 240, 300, 600, 900, 1200, 1800, 2700 or 3600. */
  readonly banSeconds: number;
}

/** Makes rules. */
export const Rule = {
  /** See {@link AllowRule}. */
  allow: ({ when, ranges, recaptchaKeys, ...rest }: AllowOptions): AllowRule => ({
    kind: "allow",
    match: matchOf({ when, ranges, recaptchaKeys }),
    ...rest,
  }),
  /** See {@link DenyRule}. */
  deny: ({ when, ranges, recaptchaKeys, status = 403, ...rest }: DenyOptions): DenyRule => ({
    kind: "deny",
    match: matchOf({ when, ranges, recaptchaKeys }),
    status,
    ...rest,
  }),
  /** See {@link RedirectRule}. */
  redirect: ({ when, ranges, recaptchaKeys, ...rest }: RedirectOptions): RedirectRule => ({
    kind: "redirect",
    match: matchOf({ when, ranges, recaptchaKeys }),
    ...rest,
  }),
  /** See {@link WafRule}. */
  waf: ({
    ruleSet,
    sensitivity,
    optOut = [],
    optIn = [],
    exclusions = [],
    status = 403,
    ...rest
  }: WafOptions): WafRule => ({
    kind: "waf",
    condition: {
      is: "waf",
      ruleSet,
      sensitivity: ruleSet.crs === "none" ? sensitivity : (sensitivity ?? 1),
      optOut,
      optIn,
    },
    exclusions,
    status,
    ...rest,
  }),
  /** See {@link ThrottleRule}. */
  throttle: ({ when, ranges, recaptchaKeys, status = 429, ...rest }: ThrottleOptions): ThrottleRule => ({
    kind: "throttle",
    match: matchOf({ when, ranges, recaptchaKeys }),
    status,
    ...rest,
  }),
  /** See {@link BanRule}. */
  ban: ({ when, ranges, recaptchaKeys, status = 429, ...rest }: BanOptions): BanRule => ({
    kind: "ban",
    match: matchOf({ when, ranges, recaptchaKeys }),
    status,
    ...rest,
  }),
} as const;

function matchOf({ when, ranges, recaptchaKeys }: MatchOptions): RequestMatch {
  if (when !== undefined) {
    const condition = ranges === undefined ? when : When.all(when, When.inIpRange(...ranges));
    return { by: "condition", condition, recaptchaKeys };
  }
  return ranges === undefined ? { by: "everything" } : { by: "ranges", ranges };
}

/** The requests that a rule is for, whatever its kind. */
export function matchOfRule(rule: FirewallRule): RequestMatch {
  return rule.kind === "waf" ? { by: "condition", condition: rule.condition } : rule.match;
}
