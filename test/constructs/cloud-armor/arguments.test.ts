import { readFileSync } from "node:fs";
import {
  bodyLimit,
  Rule,
  WebFirewall,
  When,
  type FirewallRule,
  type RateLimitKey,
  type WafExclusion,
  type WebFirewallProps,
} from "../../../constructs/cloud-armor";
import { loadSchema } from "../../../sandbox/schema/load";
import { type BlockSchema } from "../../../sandbox/schema/types";
import { newStack, renderStack, type Block } from "../../support/synth";

const POLICY = "google_compute_security_policy";
const RULE = "google_compute_security_policy_rule";

const limit = { requests: 10 } as const;
const key = (type: Exclude<RateLimitKey["type"], "HTTP_HEADER" | "HTTP_COOKIE">): RateLimitKey => ({ type });
const operators: readonly WafExclusion["operator"][] = ["EQUALS", "STARTS_WITH", "ENDS_WITH", "CONTAINS", "EQUALS_ANY"];
const at = (index: number) => When.path(`/p${index}`);

/** Rules that together say everything that the builder can say. */
const rules: readonly (FirewallRule | readonly FirewallRule[])[] = [
  bodyLimit({ bytes: 8192 }),
  Rule.allow({ name: "allow", position: "first", ranges: ["203.0.113.7"], requestHeadersToAdd: { "X-A": "b" } }),
  ...([403, 404, 429, 502] as const).flatMap((status, index) => [
    Rule.deny({ name: `deny-${status}`, when: at(index), status }),
    Rule.throttle({ name: `limit-${status}`, when: at(5 + index), keys: [key("IP")], limit, status }),
  ]),
  Rule.deny({
    name: "tokens",
    when: When.all(When.recaptchaScore("action", { below: 0.5 }), When.recaptchaScore("session", { below: 0.5 })),
    recaptchaKeys: { action: ["key"], session: ["key"] },
  }),
  Rule.redirect({ name: "challenge", when: at(10), to: "recaptcha" }),
  Rule.redirect({ name: "elsewhere", when: at(11), to: "https://www.example.com" }),
  Rule.waf({
    name: "waf",
    ruleSet: { crs: "4.22", group: "sqli" },
    exclusions: (["header", "cookie", "query", "uri"] as const).flatMap((field) =>
      operators.map((operator) => ({
        field,
        operator,
        value: operator === "EQUALS_ANY" ? undefined : "x",
        signatures: ["owasp-crs-v042200-id942350-sqli"],
      })),
    ),
  }),
  Rule.ban({ name: "ban", when: at(12), keys: [key("ALL")], limit, banSeconds: 60, banAfter: limit }),
  ...(["ALL", "IP", "HTTP_PATH", "REGION_CODE", "SNI", "TLS_JA3_FINGERPRINT", "TLS_JA4_FINGERPRINT"] as const).map(
    (type, index) => Rule.throttle({ name: `by-${index}`, when: at(20 + index), keys: [key(type)], limit }),
  ),
  ...(["HTTP_PATH", "REGION_CODE", "SNI", "TLS_JA3_FINGERPRINT", "TLS_JA4_FINGERPRINT"] as const).map((type, index) =>
    Rule.throttle({
      name: `by-two-${index}`,
      when: at(30 + index),
      keys: [key(type), key("IP")],
      limit,
      exceedRedirect: index === 0 ? "recaptcha" : "https://www.example.com",
    }),
  ),
  Rule.throttle({
    name: "by-names",
    when: at(40),
    keys: [
      { type: "HTTP_HEADER", name: "x-a" },
      { type: "HTTP_COOKIE", name: "sid" },
    ],
    limit,
  }),
  Rule.throttle({ name: "by-header", when: at(41), keys: [{ type: "HTTP_HEADER", name: "x-a" }], limit }),
  Rule.throttle({ name: "by-cookie", when: at(42), keys: [{ type: "HTTP_COOKIE", name: "sid" }], limit }),
];

const most: WebFirewallProps = {
  project: "cliscale-test",
  name: "most",
  description: "Everything",
  defaultAction: "allow",
  tier: "enterprise",
  rules,
  recaptcha: { redirectSiteKey: "key" },
  jsonParsing: "STANDARD",
  jsonContentTypes: ["application/vnd.api+json"],
  logLevel: "VERBOSE",
  adaptiveProtection: {
    ruleVisibility: "PREMIUM",
    thresholds: [
      {
        name: "t",
        detectionLoad: 1,
        detectionAbsoluteQps: 1,
        detectionRelativeToBaselineQps: 1,
        autoDeployConfidence: 1,
        autoDeployLoad: 1,
        autoDeployImpactedBaseline: 1,
        autoDeployExpirationSeconds: 1,
        trafficGranularity: [
          { type: "HTTP_PATH", value: "each" },
          { type: "HTTP_HEADER_HOST", value: { is: "cliscale.dev" } },
        ],
      },
    ],
  },
};
const others: readonly WebFirewallProps[] = [
  {
    ...most,
    name: "behind-a-network",
    userIpRequestHeaders: ["True-Client-IP"],
    jsonContentTypes: undefined,
    jsonParsing: "STANDARD_WITH_GRAPHQL",
    logLevel: "NORMAL",
    adaptiveProtection: {},
    rules: [
      Rule.throttle({ name: "one", when: at(1), keys: [key("IP")], limit }),
      Rule.throttle({ name: "two", when: at(2), keys: [key("IP"), key("HTTP_PATH")], limit }),
    ],
  },
  {
    ...most,
    name: "little",
    jsonContentTypes: undefined,
    jsonParsing: "DISABLED",
    adaptiveProtection: "off",
    rules: [],
  },
];

const stack = newStack();
[most, ...others].forEach((props) => new WebFirewall(stack, props.name, props));
const rendered = renderStack(stack);

const EVERYWHERE = [
  { path: "id", whyNot: "Terraform's own" },
  { path: "timeouts.create", whyNot: "the provider's time-outs do" },
  { path: "timeouts.update", whyNot: "the provider's time-outs do" },
  { path: "timeouts.delete", whyNot: "the provider's time-outs do" },
] as const;

/** Arguments that the builder never writes. A path stands for everything below it. */
const LEFT_OUT: Readonly<Record<string, readonly { readonly path: string; readonly whyNot: string }[]>> = {
  [POLICY]: [...EVERYWHERE, { path: "rule", whyNot: "standalone rules: Terraform would remove them for inline ones" }],
  [RULE]: EVERYWHERE,
};

/** Values that Google documents and the builder doesn't offer. */
const VALUES_LEFT_OUT: readonly { readonly value: string; readonly whyNot: string }[] = [
  { value: "XFF_IP", whyNot: "a client writes the first entry of X-Forwarded-For itself" },
];

describe.each([POLICY, RULE])("the arguments of %s", (type) => {
  const leftOut = LEFT_OUT[type]?.map(({ path }) => path) ?? [];
  const excused = (path: string): boolean => leftOut.some((out) => path === out || path.startsWith(`${out}.`));
  const known = argumentPaths(loadSchema("google").resources[type] ?? { attributes: {}, blocks: {} });
  const written = new Set(rendered.resources(type).flatMap((resource) => pathsOf(resource)));

  it("are all written by an example, or left out for a reason", () => {
    expect(known.length).toBeGreaterThan(20);
    expect(known.filter((path) => !written.has(path) && !excused(path))).toEqual([]);
  });

  it("are left out only where they exist and no example writes them", () => {
    const stale = leftOut.filter((out) => !known.some((path) => path === out || path.startsWith(`${out}.`)));
    expect(stale).toEqual([]);
    expect([...written].filter((path) => excused(path))).toEqual([]);
  });
});

describe("the values that Google documents", () => {
  const module = (name: string) =>
    readFileSync(require.resolve(`@cdktf/provider-google/lib/${name}/index.d.ts`), "utf8");
  /** Words in capitals in the comment over each declaration of a property, for example `HTTP_PATH`. */
  const documented = (text: string, property: string, word: RegExp): readonly string[] => {
    const comments = [...text.matchAll(/\/\*\*((?:(?!\*\/)[\s\S])*)\*\/\s+readonly (\w+)\??:/g)];
    return [
      ...new Set(
        comments
          .filter(([, , name]) => name === property)
          .flatMap(([, comment = ""]) => [...comment.matchAll(word)].map(([, value = ""]) => value)),
      ),
    ];
  };
  const values = (type: string, name: string): ReadonlySet<unknown> =>
    new Set(rendered.resources(type).flatMap((resource) => valuesOf(resource, name)));
  const rule = module("compute-security-policy-rule");
  const policy = module("compute-security-policy");
  const inQuotes = /"([A-Z0-9_]+)"/g;
  const beforeColon = /\b([A-Z][A-Z0-9_]{3,}): /g;

  it.each([
    [RULE, "action", documented(rule, "action", /\* \* ([a-z_]+)[(:]/g), 5],
    [RULE, "enforce_on_key", documented(rule, "enforceOnKey", inQuotes), 11],
    [RULE, "enforce_on_key_type", documented(rule, "enforceOnKeyType", inQuotes), 11],
    [RULE, "operator", documented(rule, "operator", beforeColon), 5],
    [RULE, "versioned_expr", documented(rule, "versionedExpr", inQuotes), 1],
    [RULE, "type", documented(policy, "type", /\b(EXTERNAL_302|GOOGLE_RECAPTCHA): /g), 2],
    [POLICY, "rule_visibility", documented(policy, "ruleVisibility", inQuotes), 2],
    [POLICY, "json_parsing", documented(policy, "jsonParsing", inQuotes), 2],
    [POLICY, "log_level", documented(policy, "logLevel", inQuotes), 2],
  ])("%s: %s has every one", (type, argument, expected, count) => {
    expect(expected).toHaveLength(count);
    const written = [...values(type, argument)].map((value) => String(value).replace(/\(\d+\)$/, ""));
    const leftOut = VALUES_LEFT_OUT.map(({ value }) => value);
    // one key never needs the list of several, and ALL stands alone
    const alone = argument === "enforce_on_key_type" ? ["ALL"] : [];
    expect(expected.filter((value) => ![...written, ...leftOut, ...alone].includes(value))).toEqual([]);
    expect(written).not.toEqual(expect.arrayContaining(leftOut));
  });

  it("are the statuses of denials", () => {
    expect([...values(RULE, "action")]).toEqual(
      expect.arrayContaining(["deny(403)", "deny(404)", "deny(429)", "deny(502)"]),
    );
    expect(new Set(values(RULE, "exceed_action"))).toEqual(
      new Set(["deny(403)", "deny(404)", "deny(429)", "deny(502)", "redirect"]),
    );
    expect([...values(RULE, "conform_action")]).toEqual(["allow"]);
  });

  it("are what JSON can be read as, and what traffic is watched by", () => {
    expect([...values(POLICY, "json_parsing")].sort()).toEqual(["DISABLED", "STANDARD", "STANDARD_WITH_GRAPHQL"]);
    const thresholds = valuesOf(
      rendered.where(POLICY, "name", "most"),
      "traffic_granularity_configs",
    ).flat() as Block[];
    expect(thresholds.map(({ type }) => type).sort()).toEqual(["HTTP_HEADER_HOST", "HTTP_PATH"]);
  });

  it("are of one type of policy: the others don't protect a backend of an external load balancer", () => {
    expect(new Set(rendered.resources(POLICY).map(({ type }) => type))).toEqual(new Set(["CLOUD_ARMOR"]));
  });
});

/** Every argument of a block that can be written, with those of the blocks in it. */
function argumentPaths(block: BlockSchema, prefix = ""): readonly string[] {
  return [
    ...Object.entries(block.attributes)
      .filter(([, { required, optional }]) => required === true || optional === true)
      .map(([name]) => prefix + name),
    ...Object.entries(block.blocks).flatMap(([name, nested]) => argumentPaths(nested.block, `${prefix}${name}.`)),
  ];
}

/** Every path that leads to a value in a rendered block; items of lists count as their list. */
function pathsOf(value: unknown, path = ""): readonly string[] {
  if (Array.isArray(value)) {
    return value.flatMap((item) => pathsOf(item, path));
  }
  if (typeof value === "object" && value !== null) {
    return Object.entries(value).flatMap(([name, inner]) => pathsOf(inner, path === "" ? name : `${path}.${name}`));
  }
  return [path];
}

/** Every value of an argument of that name, however deep it stands. */
function valuesOf(value: unknown, name: string): readonly unknown[] {
  if (Array.isArray(value)) {
    return value.flatMap((item) => valuesOf(item, name));
  }
  if (typeof value !== "object" || value === null) {
    return [];
  }
  return Object.entries(value as Block).flatMap(([argument, inner]) => [
    ...(argument === name ? [inner] : []),
    ...valuesOf(inner, name),
  ]);
}
