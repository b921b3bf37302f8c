import { isProblem, ValidationError, type Problem } from "../core/validation";
import { When } from "./condition";
import { userKeyProblems, type RateLimit, type UserKey } from "./rate-limit";
import { Rule, type ThrottleRule, type WafRule } from "./rule";
import { type WafExclusion, type WafRuleSet } from "./waf";

/** Options of {@link owaspTop10}. */
export interface OwaspTop10Options {
  /**
   * The generation of the OWASP Core Rule Set.
   * @default "4.22"
   */
  readonly crs?: "4.22" | "3.3";
  /**
   * 0 to 4 for every group: higher finds more attacks and more that are none.
   * @default 1
   */
  readonly sensitivity?: number;
  /**
   * Groups that are left out, for example `php` where nothing runs PHP.
   * @default - none
   */
  readonly except?: readonly string[];
  /**
   * Signatures to leave out, by group.
   * @default - none
   */
  readonly optOut?: Readonly<Record<string, readonly string[]>>;
  /**
   * Parts of requests to leave out, by group.
   * @default - none
   */
  readonly exclusions?: Readonly<Record<string, readonly WafExclusion[]>>;
  /**
   * Only logs what would have been refused.
   * @default - what the firewall's `newRules` says
   */
  readonly preview?: boolean;
}

/**
 * One WAF rule per kind of attack, so that each can be tuned and previewed by itself. `methodenforcement` is not among
 * them: it refuses PUT, PATCH and DELETE, which APIs use; write a `Rule.deny` with `When.method` instead.
 * https://cloud.google.com/armor/docs/waf-rules
 */
export function owaspTop10(options: OwaspTop10Options = {}): readonly WafRule[] {
  const { crs = "4.22", sensitivity = 1, except = [], optOut = {}, exclusions = {}, preview } = options;
  const sets: readonly WafRuleSet[] =
    crs === "4.22"
      ? [...COMMON.map((group): WafRuleSet => ({ crs: "4.22", group })), { crs: "4.22", group: "generic" }, CVE]
      : [...COMMON.map((group): WafRuleSet => ({ crs: "3.3", group })), { crs: "3.3", group: "nodejs" }, CVE];
  const groups = sets.map(({ group }) => group as string);
  refuse("owaspTop10", [
    ...unknown("except", except, groups),
    ...unknown("optOut", Object.keys(optOut), groups),
    ...unknown("exclusions", Object.keys(exclusions), groups),
  ]);
  return sets
    .filter(({ group }) => !except.includes(group))
    .map((ruleSet) =>
      Rule.waf({
        name: `waf-${ruleSet.group}`,
        ruleSet,
        sensitivity: ruleSet.crs === "none" ? undefined : sensitivity,
        optOut: optOut[ruleSet.group],
        exclusions: exclusions[ruleSet.group],
        preview,
      }),
    );
}

const COMMON = [
  "sqli",
  "xss",
  "lfi",
  "rfi",
  "rce",
  "protocolattack",
  "scannerdetection",
  "sessionfixation",
  "php",
  "java",
] as const;

/** Log4Shell and others. The expression stays as it is, without settings: checkov's CKV_GCP_73 reads it letter by letter. */
const CVE: WafRuleSet = { crs: "none", group: "cve" };

/** Options of {@link apiRateLimit}. */
export interface ApiRateLimitOptions {
  /** The path that is limited, in lowercase, with everything below it. */
  readonly path: string;
  /**
   * Methods that are counted.
   * @default ["POST"]
   */
  readonly methods?: readonly string[];
  /**
   * The host that is limited.
   * @default - every host
   */
  readonly host?: string;
  /** For each address, over all requests without a user. */
  readonly perAddress: RateLimit;
  /**
   * For each user.
   * @default - none: `perAddress` counts every request
   */
  readonly perUser?: RateLimit & { readonly user: UserKey };
  /** @default - what the firewall's `newRules` says */
  readonly preview?: boolean;
}

/**
 * Limits an API per user and per address. Cloud Armor lets one rate limit at most count a request, so the two share
 * the requests between them: those with a user are counted per user, all others per address.
 */
export function apiRateLimit(options: ApiRateLimitOptions): readonly ThrottleRule[] {
  const { path, methods = ["POST"], host, perAddress, perUser, preview } = options;
  refuse("apiRateLimit", perUser === undefined ? [] : userKeyProblems("perUser.user", perUser.user).filter(isProblem));
  const requests = [When.method(...methods), When.path(path), ...(host === undefined ? [] : [When.host(host)])];
  const name = `limit${path
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "-")
    .replace(/-$/, "")}`;
  return [
    ...(perUser === undefined
      ? []
      : [
          Rule.throttle({
            name: `${name}-per-user`,
            when: When.all(...requests, perUser.user.present),
            keys: perUser.user.keys,
            limit: { requests: perUser.requests, intervalSeconds: perUser.intervalSeconds },
            preview,
          }),
        ]),
    Rule.throttle({
      name: `${name}-per-address`,
      when: When.all(...requests),
      keys: [{ type: "IP" }],
      limit: perAddress,
      preview,
    }),
  ];
}

/** Options of {@link webSocketConnects}. */
export interface WebSocketConnectsOptions {
  /** The host that serves sockets and nothing else. */
  readonly host: string;
  /** For each address. Cloud Armor sees the request that opens a socket, never what goes through it. */
  readonly perAddress: RateLimit;
  /** @default - what the firewall's `newRules` says */
  readonly preview?: boolean;
}

/** Limits how many sockets an address opens, by counting every request to the host. */
export function webSocketConnects({ host, perAddress, preview }: WebSocketConnectsOptions): ThrottleRule {
  return Rule.throttle({
    name: "limit-websocket-connects",
    when: When.host(host),
    keys: [{ type: "IP" }],
    limit: perAddress,
    preview,
  });
}

function unknown(setting: string, given: readonly string[], groups: readonly string[]): readonly Problem[] {
  return given
    .filter((group) => !groups.includes(group))
    .map((group) => ({
      setting,
      value: group,
      must: `name groups of the rule set: ${groups.join(", ")}`,
      fix: "correct or remove it",
    }));
}

/** Presets are written before there is a construct to name, so the error names the preset. */
function refuse(preset: string, problems: readonly Problem[]): void {
  if (problems.length > 0) {
    throw new ValidationError("the rules of a WebFirewall", preset, problems);
  }
}
