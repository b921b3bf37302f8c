import { type WafCondition } from "./waf";

/**
 * Where an address is read from: the connection, or the header that `userIpRequestHeaders` of the firewall names. A
 * header of one's own choice is not offered: a client writes it as it likes.
 */
export type AddressSource = "origin.ip" | "origin.user_ip";

/**
 * Lists of addresses that Google keeps.
 * https://cloud.google.com/armor/docs/threat-intelligence
 */
export type ThreatIntelligenceFeed =
  | "iplist-tor-exit-nodes"
  | "iplist-known-malicious-ips"
  | "iplist-search-engines-crawlers"
  | "iplist-vpn-providers"
  | "iplist-anon-proxies"
  | "iplist-crypto-miners"
  | "iplist-cloudflare"
  | "iplist-fastly"
  | "iplist-imperva"
  | "iplist-public-clouds"
  | "iplist-public-clouds-aws"
  | "iplist-public-clouds-azure"
  | "iplist-public-clouds-gcp";

/**
 * What a rule looks at, as data: `toExpression` writes it in Cloud Armor's rules language, and whatever else wants to
 * judge a request can read it without parsing that language.
 */
export type Condition =
  /** The path, percent-decoded and in lowercase, begins with `startsWith`. */
  | { readonly is: "path"; readonly startsWith: string }
  /** The path, percent-decoded and in lowercase, is `path`. */
  | { readonly is: "path-is"; readonly path: string }
  /** The path, percent-decoded and in lowercase, has a part that matches. */
  | { readonly is: "path-matches"; readonly pattern: string }
  /** The query, decoded and in lowercase, contains `contains`. */
  | { readonly is: "query"; readonly contains: string }
  /** The Host header, in lowercase, begins with `name`: a port behind it doesn't help to get around the rule. */
  | { readonly is: "host"; readonly name: string }
  | { readonly is: "method"; readonly oneOf: readonly string[] }
  /** The country that the address belongs to, as two letters (ISO 3166-1). */
  | { readonly is: "region"; readonly oneOf: readonly string[] }
  /** The number of the network that the address belongs to. */
  | { readonly is: "asn"; readonly oneOf: readonly number[] }
  /** The address lies in one of the ranges. */
  | { readonly is: "address"; readonly source: AddressSource; readonly ranges: readonly string[] }
  /** How the client opens TLS, whatever it calls itself. */
  | { readonly is: "tls-fingerprint"; readonly algorithm: "JA3" | "JA4"; readonly oneOf: readonly string[] }
  /** The header is there. */
  | { readonly is: "header"; readonly name: string }
  /** The header is there and has a part that matches. */
  | { readonly is: "header-matches"; readonly name: string; readonly pattern: string }
  /** The cookie is there. */
  | { readonly is: "cookie"; readonly name: string }
  /** Content-Length is there and larger than `bytes`. */
  | { readonly is: "body-longer-than"; readonly bytes: number }
  | WafCondition
  | ListCondition
  /** An attack that Adaptive Protection has found: the one of an alert, or whatever is going on. Enterprise tier. */
  | { readonly is: "adaptive-protection"; readonly alert?: string }
  | RecaptchaCondition
  /** Text in the rules language, for what the other conditions can't say. */
  | { readonly is: "expression"; readonly text: string }
  | { readonly is: "not"; readonly condition: Condition }
  | { readonly is: "all" | "any"; readonly conditions: readonly Condition[] };

/** The address is in a list that is kept elsewhere. Enterprise tier. */
export type ListCondition = (
  | { readonly is: "threat-intelligence"; readonly feed: ThreatIntelligenceFeed }
  | { readonly is: "address-group"; readonly group: string; readonly scope: "project" | "organization" }
) & {
  readonly source: AddressSource;
  /** Ranges that are left out of the list. */
  readonly except: readonly string[];
};

/** What reCAPTCHA thinks of the client. False without a token, or with one that is expired or of another key. */
export type RecaptchaCondition =
  | { readonly is: "recaptcha-valid"; readonly token: "action" | "session" | "exemption" }
  /** 0 is very likely a bot, 1 very likely a person. */
  | {
      readonly is: "recaptcha-score";
      readonly token: "action" | "session";
      readonly operator: "<" | ">=";
      readonly score: number;
    }
  /** The name that the page gave to the action. */
  | { readonly is: "recaptcha-action"; readonly name: string }
  /** How the challenge went that an action token tells of. */
  | { readonly is: "recaptcha-captcha"; readonly status: "NONE" | "PASS" | "FAIL" };

/** Options of conditions with a list of addresses. */
export interface AddressListOptions {
  /** @default "origin.ip" */
  readonly source?: AddressSource;
  /**
   * Addresses and ranges to leave out of the list.
   * @default - none
   */
  readonly except?: readonly string[];
}

/** Conditions, written as a sentence: `When.all(When.method("POST"), When.path("/api/sessions"))`. */
export const When = {
  /**
   * @param startsWith a path in lowercase, for example `/api/sessions`. It matches `/API/Sessions/` and
   * `/api/%73essions` too: most web frameworks route those to the same handler, so a comparison letter by letter
   * would be easy to get around.
   */
  path: (startsWith: string): Condition => ({ is: "path", startsWith }),
  /** @param path the whole path in lowercase; compared like `When.path` */
  pathIs: (path: string): Condition => ({ is: "path-is", path }),
  /** @param pattern RE2 in lowercase; it matches anywhere in the path unless it has `^` and `$` */
  pathMatches: (pattern: string): Condition => ({ is: "path-matches", pattern }),
  /** @param contains text in lowercase that the decoded query contains anywhere, in names and values */
  query: (contains: string): Condition => ({ is: "query", contains }),
  /** @param name a host name in lowercase */
  host: (name: string): Condition => ({ is: "host", name }),
  /** @param oneOf methods in uppercase */
  method: (...oneOf: readonly string[]): Condition => ({ is: "method", oneOf }),
  /** @param oneOf two-letter country codes in uppercase */
  region: (...oneOf: readonly string[]): Condition => ({ is: "region", oneOf }),
  /** @param oneOf numbers of autonomous systems; each counts as a subexpression */
  asn: (...oneOf: readonly number[]): Condition => ({ is: "asn", oneOf }),
  /** @param ranges ranges or single addresses; each counts as a subexpression */
  inIpRange: (...ranges: readonly string[]): Condition => ({ is: "address", source: "origin.ip", ranges }),
  /** Like `When.inIpRange`, for the address that `userIpRequestHeaders` of the firewall tells. */
  userInIpRange: (...ranges: readonly string[]): Condition => ({ is: "address", source: "origin.user_ip", ranges }),
  /** @param oneOf JA3 fingerprints: 32 hexadecimal digits */
  ja3: (...oneOf: readonly string[]): Condition => ({ is: "tls-fingerprint", algorithm: "JA3", oneOf }),
  /** @param oneOf JA4 fingerprints, for example `t13d1516h2_8daaf6152771_b186095e22b6` */
  ja4: (...oneOf: readonly string[]): Condition => ({ is: "tls-fingerprint", algorithm: "JA4", oneOf }),
  /** @param name a header in lowercase, as the rules language has them */
  header: (name: string): Condition => ({ is: "header", name }),
  /**
   * @param name a header in lowercase
   * @param pattern RE2; it matches anywhere in the value unless it has `^` and `$`
   */
  headerMatches: (name: string, pattern: string): Condition => ({ is: "header-matches", name, pattern }),
  /** @param name the cookie's name */
  cookie: (name: string): Condition => ({ is: "cookie", name }),
  /** @param bytes the largest Content-Length that does not match */
  bodyLongerThan: (bytes: number): Condition => ({ is: "body-longer-than", bytes }),
  /** A list of addresses that Google keeps. Enterprise tier. */
  threatIntelligence: (feed: ThreatIntelligenceFeed, options: AddressListOptions = {}): Condition => ({
    is: "threat-intelligence",
    feed,
    ...listOptions(options),
  }),
  /**
   * A list of addresses that the project keeps. Enterprise tier.
   * @param group the name of an address group with the purpose `CLOUD_ARMOR`, for example a reference to a
   * `google_network_security_address_group`
   */
  addressGroup: (group: string, options: AddressListOptions = {}): Condition => ({
    is: "address-group",
    group,
    scope: "project",
    ...listOptions(options),
  }),
  /** A list of addresses that the organization keeps. Enterprise tier. */
  organizationAddressGroup: (group: string, options: AddressListOptions = {}): Condition => ({
    is: "address-group",
    group,
    scope: "organization",
    ...listOptions(options),
  }),
  /** Clients that attack right now, as Adaptive Protection sees it: its suggestion put into force. Enterprise tier. */
  adaptiveProtection: (): Condition => ({ is: "adaptive-protection" }),
  /** @param alert the ID of an alert of Adaptive Protection, whose signature the request matches. Enterprise tier. */
  adaptiveProtectionAlert: (alert: string): Condition => ({ is: "adaptive-protection", alert }),
  /** A token that is there and valid; `exemption` is the cookie of somebody who has passed a challenge. */
  recaptchaValid: (token: "action" | "session" | "exemption"): Condition => ({ is: "recaptcha-valid", token }),
  /** A score from 0 (very likely a bot) to 1 (very likely a person). False without a token: see `recaptchaValid`. */
  recaptchaScore: (
    token: "action" | "session",
    limit: { readonly below: number } | { readonly atLeast: number },
  ): Condition => ({
    is: "recaptcha-score",
    token,
    operator: "below" in limit ? "<" : ">=",
    score: "below" in limit ? limit.below : limit.atLeast,
  }),
  /** @param name the action's name in the page, at most 100 characters */
  recaptchaAction: (name: string): Condition => ({ is: "recaptcha-action", name }),
  /** How the challenge went that an action token tells of; `NONE` without a challenge. */
  recaptchaCaptcha: (status: "NONE" | "PASS" | "FAIL"): Condition => ({ is: "recaptcha-captcha", status }),
  /** @param text an expression in Cloud Armor's rules language */
  expression: (text: string): Condition => ({ is: "expression", text }),
  /** Negates a condition. */
  not: (condition: Condition): Condition => ({ is: "not", condition }),
  /** Every condition holds. */
  all: (...conditions: readonly Condition[]): Condition => ({ is: "all", conditions }),
  /** At least one condition holds. */
  any: (...conditions: readonly Condition[]): Condition => ({ is: "any", conditions }),
} as const;

function listOptions({ source = "origin.ip", except = [] }: AddressListOptions): Required<AddressListOptions> {
  return { source, except };
}
