import {
  apiRateLimit,
  bodyLimit,
  owaspTop10,
  Rule,
  UserKey,
  webSocketConnects,
  WebFirewall,
  When,
  type FirewallRule,
  type WebFirewallProps,
} from "../../../constructs/cloud-armor";
import { newStack, render, type Rendered } from "../../support/synth";

const limit = Rule.throttle({
  name: "limit",
  when: When.path("/api"),
  keys: [{ type: "IP" }],
  limit: { requests: 100 },
});
const base = {
  project: "cliscale-test",
  name: "cliscale-firewall",
  defaultAction: "allow",
  rules: [limit],
} as const satisfies WebFirewallProps;

const firewall = (change: Partial<WebFirewallProps> = {}): Rendered =>
  render((stack) => new WebFirewall(stack, "Firewall", { ...base, ...change }));
const refusal = (change: Partial<WebFirewallProps>) => (): unknown =>
  new WebFirewall(newStack(), "Firewall", { ...base, ...change });
const policyOf = (change: Partial<WebFirewallProps> = {}) => firewall(change).only("google_compute_security_policy");
const ruleOf = (rule: FirewallRule, change: Partial<WebFirewallProps> = {}) =>
  firewall({ uninspectedBodies: "allowed", ...change, rules: [rule] }).where(
    "google_compute_security_policy_rule",
    "description",
    rule.name,
  );

describe("WebFirewall", () => {
  it("makes a backend policy without inline rules, which would remove the others", () => {
    const policy = policyOf();
    expect(policy).toMatchObject({ project: "cliscale-test", name: "cliscale-firewall", type: "CLOUD_ARMOR" });
    expect(policy).not.toHaveProperty("rule");
  });

  it("says its default rule instead of leaving it to the API, and enforces it", () => {
    const rule = (change: Partial<WebFirewallProps>) =>
      firewall(change).where("google_compute_security_policy_rule", "priority", 2_147_483_647);
    expect(rule({})).toMatchObject({
      action: "allow",
      preview: false,
      match: { versioned_expr: "SRC_IPS_V1", config: { src_ip_ranges: ["*"] } },
    });
    expect(rule({ defaultAction: "deny(404)", newRules: "preview" })).toMatchObject({
      action: "deny(404)",
      preview: false,
    });
  });

  it("makes a resource of each rule, named by its priority, in the policy by reference", () => {
    const rendered = firewall({ rules: [limit, owaspTop10(), bodyLimit({ bytes: 1024 })] });
    const rules = rendered.resources("google_compute_security_policy_rule");
    expect(rules).toHaveLength(1 + 12 + 2 + 1);
    expect(new Set(rules.map((rule) => rule.security_policy))).toEqual(
      new Set([`\${google_compute_security_policy.${policyKey(rendered)}.name}`]),
    );
    expect(Object.keys(rendered.json.resource?.google_compute_security_policy_rule ?? {}).join()).toMatch(
      /Firewall_Rule-40000_/,
    );
  });

  it("keeps the address of a rule when another is put before it", () => {
    const names = (rendered: Rendered) =>
      Object.keys(rendered.json.resource?.google_compute_security_policy_rule ?? {});
    const earlier = { ...limit, name: "earlier", match: { by: "condition", condition: When.path("/login") } } as const;
    expect(names(firewall({ rules: [earlier, limit] }))).toEqual(expect.arrayContaining(names(firewall())));
  });

  it("writes a throttle by one key", () => {
    expect(ruleOf(limit)).toMatchObject({
      action: "throttle",
      preview: false,
      match: { expr: { expression: "request.path.urlDecode().lower().startsWith('/api')" } },
      rate_limit_options: {
        conform_action: "allow",
        exceed_action: "deny(429)",
        enforce_on_key: "IP",
        rate_limit_threshold: { count: 100, interval_sec: 60 },
      },
    });
    const cookie = Rule.throttle({
      name: "c",
      when: When.path("/"),
      keys: [{ type: "HTTP_COOKIE", name: "sid" }],
      limit: { requests: 1 },
    });
    expect(ruleOf(cookie).rate_limit_options).toMatchObject({
      enforce_on_key: "HTTP_COOKIE",
      enforce_on_key_name: "sid",
    });
  });

  it("writes several keys as blocks, with the empty string beside them", () => {
    const options = ruleOf(
      apiRateLimit({
        path: "/api",
        perAddress: { requests: 1 },
        perUser: { requests: 1, user: UserKey.signedBearerToken() },
      })[0] ?? limit,
    ).rate_limit_options as Readonly<Record<string, unknown>>;
    expect(options.enforce_on_key).toBe("");
    expect(options.enforce_on_key_configs).toEqual([
      { enforce_on_key_name: "authorization", enforce_on_key_type: "HTTP_HEADER" },
      { enforce_on_key_type: "IP" },
      { enforce_on_key_type: "TLS_JA4_FINGERPRINT" },
    ]);
  });

  it("writes a ban with its threshold and its duration", () => {
    const ban = Rule.ban({
      name: "ban",
      when: When.path("/"),
      keys: [{ type: "ALL" }],
      limit: { requests: 5 },
      banAfter: { requests: 50, intervalSeconds: 600 },
      banSeconds: 900,
      status: 403,
    });
    expect(ruleOf(ban)).toMatchObject({
      action: "rate_based_ban",
      rate_limit_options: {
        ban_duration_sec: 900,
        ban_threshold: { count: 50, interval_sec: 600 },
        exceed_action: "deny(403)",
        enforce_on_key: "ALL",
      },
    });
    const plain = Rule.ban({
      name: "plain",
      when: When.path("/"),
      keys: [{ type: "ALL" }],
      limit: { requests: 5 },
      banSeconds: 60,
    });
    expect(ruleOf(plain).rate_limit_options).not.toHaveProperty("ban_threshold");
  });

  it("writes ranges, denials and allowances", () => {
    expect(ruleOf(Rule.deny({ name: "bad", ranges: ["203.0.113.0/24"], status: 404 }))).toMatchObject({
      action: "deny(404)",
      priority: 10_000,
      match: { versioned_expr: "SRC_IPS_V1", config: { src_ip_ranges: ["203.0.113.0/24"] } },
    });
    expect(ruleOf(Rule.allow({ name: "office", position: "first", ranges: ["203.0.113.7"] }))).toMatchObject({
      action: "allow",
      priority: 1_000,
    });
    expect(ruleOf(Rule.deny({ name: "regions", when: When.region("KP") }))).toMatchObject({ action: "deny(403)" });
  });

  it("writes exclusions of the WAF by signature", () => {
    const signature = "owasp-crs-v042200-id942350-sqli";
    const rule = Rule.waf({
      name: "waf",
      ruleSet: { crs: "4.22", group: "sqli" },
      exclusions: [
        { field: "header", operator: "EQUALS", value: "x-a" },
        { field: "cookie", operator: "STARTS_WITH", value: "c", signatures: [signature] },
        { field: "query", operator: "CONTAINS", value: "q" },
        { field: "uri", operator: "EQUALS_ANY" },
      ],
    });
    expect(ruleOf(rule).preconfigured_waf_config).toEqual({
      exclusion: [
        {
          target_rule_set: "sqli-v422-stable",
          request_header: [{ operator: "EQUALS", value: "x-a" }],
          request_query_param: [{ operator: "CONTAINS", value: "q" }],
          request_uri: [{ operator: "EQUALS_ANY" }],
        },
        {
          target_rule_set: "sqli-v422-stable",
          target_rule_ids: [signature],
          request_cookie: [{ operator: "STARTS_WITH", value: "c" }],
        },
      ],
    });
  });

  it("previews new rules when told so, and a rule's own word counts more", () => {
    expect(ruleOf(limit, { newRules: "preview" }).preview).toBe(true);
    expect(ruleOf({ ...limit, preview: false }, { newRules: "preview" }).preview).toBe(false);
    expect(ruleOf({ ...limit, preview: true }).preview).toBe(true);
  });

  it("enforces rules that have proved themselves while new ones are previewed", () => {
    const fresh = Rule.deny({ name: "fresh", when: When.path("/fresh") });
    const made = new WebFirewall(newStack(), "Firewall", {
      ...base,
      rules: [limit, fresh],
      newRules: "preview",
      enforcedRules: ["limit"],
    });
    expect(made.rules.map(({ rule, preview }) => [rule.name, preview])).toEqual([
      ["fresh", true],
      ["limit", false],
    ]);
    expect(made.previewedRuleNames).toEqual(["fresh"]);
    expect(new WebFirewall(newStack(), "Firewall", base).previewedRuleNames).toEqual([]);
  });

  it("refuses to enforce a rule that it doesn't have, or that says otherwise", () => {
    expect(refusal({ newRules: "preview", enforcedRules: ["limt"] })).toThrow(
      "'enforcedRules' must name rules of this firewall, got 'limt'; did you mean 'limit'?",
    );
    expect(refusal({ newRules: "preview", enforcedRules: ["something-else"] })).toThrow("; choose from limit");
    expect(refusal({ rules: [{ ...limit, preview: true }], enforcedRules: ["limit"] })).toThrow(
      "'enforcedRules' must not name a rule that says preview: true itself, got 'limit'",
    );
  });

  it("counts by the address that a delivery network passes on when there is one", () => {
    expect(ruleOf(limit, { userIpRequestHeaders: ["True-Client-IP"] }).rate_limit_options).toMatchObject({
      enforce_on_key: "USER_IP",
    });
    expect(policyOf({ userIpRequestHeaders: ["True-Client-IP"] }).advanced_options_config).toMatchObject({
      user_ip_request_headers: ["True-Client-IP"],
    });
    expect(policyOf().advanced_options_config).not.toHaveProperty("user_ip_request_headers");
    expect(refusal({ userIpRequestHeaders: ["X-Forwarded-For"] })).toThrow(
      "'userIpRequestHeaders' must be a header that only the content delivery network sets, got 'X-Forwarded-For'",
    );
  });

  it("reads JSON and logs no request by default", () => {
    expect(policyOf().advanced_options_config).toMatchObject({ json_parsing: "STANDARD", log_level: "NORMAL" });
    expect(
      policyOf({ jsonParsing: "STANDARD_WITH_GRAPHQL", logLevel: "VERBOSE" }).advanced_options_config,
    ).toMatchObject({ json_parsing: "STANDARD_WITH_GRAPHQL", log_level: "VERBOSE" });
    expect(policyOf({ jsonContentTypes: ["application/vnd.api+json"] }).advanced_options_config).toMatchObject({
      json_custom_config: { content_types: ["application/vnd.api+json"] },
    });
    expect(refusal({ jsonContentTypes: ["a/b"], jsonParsing: "DISABLED" })).toThrow(
      "'jsonContentTypes' must name at least one type, with jsonParsing STANDARD",
    );
    expect(refusal({ jsonContentTypes: [] })).toThrow("'jsonContentTypes' must name at least one type");
    expect(refusal({ jsonContentTypes: ["json; charset=utf-8"] })).toThrow(
      "'jsonContentTypes' must be a media type without parameters, got 'json; charset=utf-8'",
    );
  });

  it("has Adaptive Protection on, unless it is written off", () => {
    expect(policyOf().adaptive_protection_config).toEqual({
      layer_7_ddos_defense_config: { enable: true, rule_visibility: "STANDARD" },
    });
    expect(policyOf({ adaptiveProtection: "off" }).adaptive_protection_config).toEqual({
      layer_7_ddos_defense_config: { enable: false },
    });
  });

  it("gives Adaptive Protection thresholds", () => {
    const thresholds = [
      {
        name: "api",
        detectionAbsoluteQps: 100,
        autoDeployConfidence: 1,
        autoDeployImpactedBaseline: 0,
        autoDeployExpirationSeconds: 7_776_000,
      },
    ];
    expect(
      policyOf({ tier: "enterprise", adaptiveProtection: { ruleVisibility: "PREMIUM", thresholds } })
        .adaptive_protection_config,
    ).toMatchObject({
      layer_7_ddos_defense_config: {
        rule_visibility: "PREMIUM",
        threshold_configs: [
          {
            name: "api",
            detection_absolute_qps: 100,
            auto_deploy_confidence_threshold: 1,
            auto_deploy_expiration_sec: 7_776_000,
          },
        ],
      },
    });
  });

  it.each([
    [{ detectionLoad: -1 }, "detectionLoad' must be 0 or more, got -1"],
    [{ detectionAbsoluteQps: -1 }, "detectionAbsoluteQps' must be 0 or more"],
    [{ detectionRelativeToBaselineQps: 0.9 }, "detectionRelativeToBaselineQps' must be 1 or more, got 0.9"],
    [{ autoDeployLoad: -0.1 }, "autoDeployLoad' must be 0 or more"],
    [{ autoDeployConfidence: 1.1 }, "autoDeployConfidence' must be between 0 and 1, got 1.1"],
    [{ autoDeployImpactedBaseline: -0.1 }, "autoDeployImpactedBaseline' must be between 0 and 1"],
    [{ autoDeployExpirationSeconds: 7_776_001 }, "must be a whole number between 1 and 7776000 seconds"],
    [{ autoDeployExpirationSeconds: 0 }, "must be a whole number between 1 and 7776000 seconds, got 0"],
    [
      { trafficGranularity: [{ type: "HTTP_PATH", value: { is: "" } }] },
      "thresholds[0].trafficGranularity[0].value' must name a host or a path",
    ],
    [{ name: "Not A Name" }, "thresholds[0].name' must have 1 to 63 lowercase letters"],
  ] as const)("refuses the threshold %j", (change, message) => {
    expect(refusal({ tier: "enterprise", adaptiveProtection: { thresholds: [{ name: "t", ...change }] } })).toThrow(
      message,
    );
  });

  it("takes the thresholds at the ends of their ranges", () => {
    const lowest = {
      name: "a",
      detectionLoad: 0,
      detectionAbsoluteQps: 0,
      detectionRelativeToBaselineQps: 1,
      autoDeployLoad: 0,
      autoDeployConfidence: 0,
      autoDeployImpactedBaseline: 0,
      autoDeployExpirationSeconds: 1,
    };
    const highest = { name: "b", autoDeployConfidence: 1, autoDeployImpactedBaseline: 1 };
    expect(refusal({ tier: "enterprise", adaptiveProtection: { thresholds: [lowest, highest] } })).not.toThrow();
  });

  it("watches hosts and paths by themselves", () => {
    const thresholds = [
      {
        name: "t",
        trafficGranularity: [
          { type: "HTTP_HEADER_HOST", value: "each" },
          { type: "HTTP_PATH", value: { is: "/api/sessions" } },
        ],
      },
    ] as const;
    expect(policyOf({ adaptiveProtection: { thresholds } }).adaptive_protection_config).toMatchObject({
      layer_7_ddos_defense_config: {
        threshold_configs: [
          {
            traffic_granularity_configs: [
              { type: "HTTP_HEADER_HOST", enable_each_unique_value: true },
              { type: "HTTP_PATH", value: "/api/sessions" },
            ],
          },
        ],
      },
    });
  });

  it("refuses in the standard tier what only Enterprise has", () => {
    expect(refusal({ adaptiveProtection: { ruleVisibility: "PREMIUM" } })).toThrow(
      "'adaptiveProtection.ruleVisibility' must be STANDARD in the standard tier, got 'PREMIUM'",
    );
    expect(refusal({ adaptiveProtection: { thresholds: [{ name: "t", autoDeployLoad: 1 }] } })).toThrow(
      "must have no automatic deployment in the standard tier",
    );
    expect(refusal({ adaptiveProtection: { thresholds: [{ name: "t" }, { name: "t" }] } })).toThrow(
      "must have different names",
    );
  });

  it("is not destroyed unless that is written out", () => {
    expect(policyOf().lifecycle).toEqual({ prevent_destroy: true });
    expect(policyOf({ allowDestroy: true }).lifecycle).toEqual({ prevent_destroy: false });
  });

  it("waits for the Compute Engine API and offers what to wait for", () => {
    const stack = newStack();
    const made = new WebFirewall(stack, "Firewall", base);
    expect(made.ready).toHaveLength(3);
    expect(policyOf().depends_on).toEqual([expect.stringMatching(/^google_project_service\./)]);
  });

  it("shows what it resolved", () => {
    const made = new WebFirewall(newStack(), "Firewall", {
      ...base,
      rules: [limit, Rule.deny({ name: "bad", ranges: ["203.0.113.7"] })],
    });
    expect(made.rules.map(({ rule, priority }) => [rule.name, priority])).toEqual([
      ["bad", 10_000],
      ["limit", 40_000],
    ]);
    expect(made).toMatchObject({
      defaultAction: "allow",
      addressKey: "IP",
      advancedRuleCount: 1,
      preventDestroy: true,
    });
  });

  it("takes the rules of a whole system", () => {
    const rules = [
      owaspTop10(),
      bodyLimit({ bytes: 8192 }),
      apiRateLimit({
        path: "/api/sessions",
        perAddress: { requests: 60 },
        perUser: { requests: 20, user: UserKey.signedBearerToken() },
      }),
      webSocketConnects({ host: "ws.cliscale.dev", perAddress: { requests: 60 } }),
      Rule.throttle({ name: "everything-else", keys: [{ type: "IP" }], limit: { requests: 1000 } }),
    ];
    expect(firewall({ rules }).resources("google_compute_security_policy_rule")).toHaveLength(12 + 2 + 2 + 1 + 1 + 1);
  });

  it("reports every problem at once", () => {
    const wrong = [Rule.deny({ name: "bad", ranges: ["x"] }), { ...limit, priority: -1 }];
    expect(refusal({ name: "Firewall", description: "d".repeat(2049), rules: wrong })).toThrow(
      /WebFirewall at test\/Firewall:\n.*'name' must[\s\S]+'description' must have at most 2048 characters, got 2049[\s\S]+'rules.limit.priority'[\s\S]+'rules.bad.match' must be an address/,
    );
    expect(refusal({ description: "d".repeat(2048) })).not.toThrow();
  });
});

function policyKey(rendered: Rendered): string {
  return Object.keys(rendered.json.resource?.google_compute_security_policy ?? {}).join();
}
