import { type Condition } from "./condition";
import { type RateLimit, type RateLimitKey } from "./rate-limit";
import { type WafCondition, type WafExclusion, type WafRuleSet } from "./waf";

/** Which requests a rule is for. */
export type RequestMatch =
  /** Every request. */
  | { readonly by: "everything" }
  /** Addresses, as up to ten ranges or single addresses, IPv4 or IPv6. */
  | { readonly by: "ranges"; readonly ranges: readonly string[] }
  | { readonly by: "condition"; readonly condition: Condition };

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
}

/** Status codes that a denied request may get. */
export type DenyStatus = 403 | 404 | 429 | 502;

/** Turns requests away. */
export interface DenyRule extends RuleOptions {
  readonly kind: "deny";
  readonly match: RequestMatch;
  readonly status: DenyStatus;
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
}

/** Like {@link ThrottleRule}, and a key that exceeds the ban threshold gets nothing for a while. */
export interface BanRule extends RuleOptions {
  readonly kind: "ban";
  readonly match: RequestMatch;
  readonly keys: readonly RateLimitKey[];
  readonly limit: RateLimit;
  /** Absent: exceeding `limit` once is enough. */
  readonly banAfter?: RateLimit;
  /** At least 60. */
  readonly banSeconds: number;
  readonly status: DenyStatus;
}

/** A rule of a firewall, as data: `kind` says what it does. */
export type FirewallRule = AllowRule | DenyRule | WafRule | ThrottleRule | BanRule;

/** How a rule says which requests it is for. Neither: every request. */
export interface MatchOptions {
  /**
   * A condition, from `When`.
   * @default - every request
   */
  readonly when?: Condition;
  /**
   * Up to ten addresses or ranges, instead of a condition.
   * @default - every request
   */
  readonly ranges?: readonly string[];
}

/** Options of {@link Rule.allow}. */
export interface AllowOptions extends RuleOptions, MatchOptions {
  /** `first` switches every other rule off for these requests, the WAF too: only for callers you trust. */
  readonly position: "first" | "last";
}

/** Options of {@link Rule.deny}. */
export interface DenyOptions extends RuleOptions, MatchOptions {
  /** @default 403 */
  readonly status?: DenyStatus;
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
}

/** Options of {@link Rule.ban}. */
export interface BanOptions extends ThrottleOptions {
  /** @default - one interval above `limit` is enough */
  readonly banAfter?: RateLimit;
  /** Seconds, at least 60. */
  readonly banSeconds: number;
}

/** Makes rules. */
export const Rule = {
  /** See {@link AllowRule}. */
  allow: ({ when, ranges, ...rest }: AllowOptions): AllowRule => ({
    kind: "allow",
    match: matchOf({ when, ranges }),
    ...rest,
  }),
  /** See {@link DenyRule}. */
  deny: ({ when, ranges, status = 403, ...rest }: DenyOptions): DenyRule => ({
    kind: "deny",
    match: matchOf({ when, ranges }),
    status,
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
  throttle: ({ when, ranges, status = 429, ...rest }: ThrottleOptions): ThrottleRule => ({
    kind: "throttle",
    match: matchOf({ when, ranges }),
    status,
    ...rest,
  }),
  /** See {@link BanRule}. */
  ban: ({ when, ranges, status = 429, ...rest }: BanOptions): BanRule => ({
    kind: "ban",
    match: matchOf({ when, ranges }),
    status,
    ...rest,
  }),
} as const;

function matchOf({ when, ranges }: MatchOptions): RequestMatch {
  if (ranges !== undefined) {
    return { by: "ranges", ranges };
  }
  return when === undefined ? { by: "everything" } : { by: "condition", condition: when };
}

/** The requests that a rule is for, whatever its kind. */
export function matchOfRule(rule: FirewallRule): RequestMatch {
  return rule.kind === "waf" ? { by: "condition", condition: rule.condition } : rule.match;
}
