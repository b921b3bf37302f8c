import { bodyLimit } from "../../../constructs/cloud-armor/body-limit";
import { When, type Condition } from "../../../constructs/cloud-armor/condition";
import { countSubexpressions, toExpression } from "../../../constructs/cloud-armor/expression";
import { apiRateLimit, owaspTop10, webSocketConnects } from "../../../constructs/cloud-armor/presets";
import { BANDS, placeRules } from "../../../constructs/cloud-armor/priorities";
import { INTERVALS, UserKey, type RateLimitKey } from "../../../constructs/cloud-armor/rate-limit";
import { rulesProblems } from "../../../constructs/cloud-armor/rule-problems";
import { Rule, type FirewallRule, type ThrottleOptions } from "../../../constructs/cloud-armor/rule";
import { describeProblem } from "../../../constructs/core/validation";

/** Every problem of these rules as one text; the empty string when there is none. */
function problems(...rules: readonly FirewallRule[]): string {
  const policy = {
    tier: "standard",
    recaptchaBilledSeparately: false,
    adaptiveProtection: true,
    userIp: false,
  } as const;
  return rulesProblems(placeRules(rules, "enforce"), policy)
    .flatMap((finding) => (typeof finding === "object" ? [describeProblem(finding)] : []))
    .join("\n");
}

const denied = (when: Condition): FirewallRule => Rule.deny({ name: "denied", when });
const limited = (change: Partial<ThrottleOptions> = {}): FirewallRule =>
  Rule.throttle({
    name: "limited",
    when: When.path("/api"),
    keys: [{ type: "IP" }],
    limit: { requests: 10 },
    ...change,
  });
const paths = (count: number): Condition =>
  When.any(...Array.from({ length: count }, (_, index) => When.path(`/p${index}`)));
const text = (length: number): Condition =>
  When.expression(`request.path == '${"a".repeat(length - "request.path == ''".length)}'`);

describe("a condition", () => {
  it.each<readonly [string, Condition, string, number]>([
    [
      "a path, decoded and in lowercase",
      When.path("/api/sessions"),
      "request.path.urlDecode().lower().startsWith('/api/sessions')",
      1,
    ],
    [
      "a host whatever its port",
      When.host("ws.cliscale.dev"),
      "request.headers['host'].lower().startsWith('ws.cliscale.dev')",
      1,
    ],
    ["one method", When.method("POST"), "request.method == 'POST'", 1],
    [
      "several methods as one subexpression",
      When.method("PUT", "PATCH"),
      "request.method.matches('^(?:PUT|PATCH)$')",
      1,
    ],
    ["regions as one subexpression", When.region("DE", "FR"), "origin.region_code.matches('^(?:DE|FR)$')", 1],
    ["a header", When.header("authorization"), "has(request.headers['authorization'])", 1],
    ["a cookie", When.cookie("sid"), "has(request.headers['cookie']) && request.headers['cookie'].contains('sid=')", 2],
    [
      "a body's length",
      When.bodyLongerThan(8192),
      "has(request.headers['content-length']) && int(request.headers['content-length']) > 8192",
      2,
    ],
    ["a negation with parentheses", When.not(When.method("GET")), "!(request.method == 'GET')", 1],
    ["a negation of a list with one item", When.not(When.all(When.method("GET"))), "!(request.method == 'GET')", 1],
    ["a negation twice", When.not(When.not(When.region("DE"))), "!!(origin.region_code == 'DE')", 1],
    ["a negated call", When.not(When.header("x-a")), "!has(request.headers['x-a'])", 1],
    [
      "a mixture with parentheses",
      When.all(When.any(When.method("GET"), When.region("DE")), When.cookie("sid")),
      "(request.method == 'GET' || origin.region_code == 'DE') && (has(request.headers['cookie']) && request.headers['cookie'].contains('sid='))",
      4,
    ],
    [
      "free text in parentheses",
      When.all(When.expression("a == 'x && y' || b"), When.method("GET")),
      "(a == 'x && y' || b) && request.method == 'GET'",
      3,
    ],
  ])("writes %s", (_, condition, expression, count) => {
    expect(toExpression(condition)).toBe(expression);
    expect(countSubexpressions(condition)).toBe(count);
  });

  it("may have 5 subexpressions and not 6", () => {
    expect(problems(denied(paths(5)))).toBe("");
    expect(problems(denied(paths(6)))).toContain(
      "'rules.denied.match' must have at most 5 subexpressions, got 6; split the rule into several",
    );
  });

  it("counts the subexpressions of free text, and not what stands in quotes", () => {
    expect(problems(denied(When.expression("a && b && c && d && e == '&& && ||'")))).toBe("");
    expect(problems(denied(When.expression("a && b && c && d && e || f")))).toContain(
      "at most 5 subexpressions, got 6",
    );
  });

  it("may have 1024 characters in a subexpression and not 1025", () => {
    expect(problems(denied(text(1024)))).toBe("");
    expect(problems(denied(text(1025)))).toContain("must have at most 1024 characters in each subexpression, got 1025");
  });

  it("may have 2048 characters and not 2049", () => {
    const both = (length: number): Condition =>
      When.all(When.expression("a".repeat(1020)), When.expression("b".repeat(length - 1020 - "() && ()".length)));
    expect(problems(denied(both(2048)))).not.toContain("at most 2048 characters");
    expect(problems(denied(both(2049)))).toContain("must have at most 2048 characters, got 2049");
  });

  it("stands on one line", () => {
    expect(problems(denied(When.expression("a ||\nb")))).toContain("must be written on one line; join the lines");
  });

  it.each([
    [When.path("api"), "must be a path in lowercase that begins with /, got 'api'"],
    [When.path("/API"), "must be a path in lowercase"],
    [When.path("/a'b"), "must be a path in lowercase"],
    [When.host("not a host"), "must be a fully qualified host name"],
    [When.method("post"), "must be an HTTP method in uppercase, got 'post'"],
    [When.method(), "must name at least one value"],
    [When.region("Germany"), "must be a two-letter country code in uppercase, got 'Germany'"],
    [When.header("X-A"), "must be a header name in lowercase, got 'X-A'"],
    [When.cookie("a=b"), "must be a cookie name, got 'a=b'"],
    [When.bodyLongerThan(1.5), "must be a whole number of bytes, got 1.5"],
    [When.all(), "must name at least one condition"],
    [When.not(When.any()), "must name at least one condition"],
    [When.expression(" "), "must be an expression"],
  ])("refuses %j", (condition, message) => {
    expect(problems(denied(condition))).toContain(message);
  });
});

describe("a rule", () => {
  it.each([
    ["0 and not -1", { priority: 0 }, { priority: -1 }, "must be a whole number between 0 and 2147483646, got -1"],
    [
      "2147483646 and not the default rule's 2147483647",
      { priority: 2_147_483_646 },
      { priority: 2_147_483_647 },
      "between 0 and 2147483646",
    ],
    [
      "a description of 64 characters and not of 65",
      { description: "d".repeat(64) },
      { description: "d".repeat(65) },
      "must have at most 64 characters, got 65",
    ],
    [
      "a name with hyphens and not with spaces",
      { name: "my-rule-1" },
      { name: "my rule" },
      "must have a name of 1 to 63 lowercase letters",
    ],
  ])("may have %s", (_, good, bad, message) => {
    expect(problems(limited(good))).toBe("");
    expect(problems(limited(bad))).toContain(message);
  });

  it("may name ten ranges and not eleven", () => {
    const ranges = (count: number) => Array.from({ length: count }, (_, index) => `203.0.113.${index}`);
    expect(problems(Rule.deny({ name: "bad", ranges: ranges(10) }))).toBe("");
    expect(problems(Rule.deny({ name: "bad", ranges: ranges(11) }))).toContain(
      "must name 1 to 10 ranges, got 11; write several rules",
    );
    expect(problems(Rule.deny({ name: "bad", ranges: [] }))).toContain("must name 1 to 10 ranges, got 0");
  });

  it.each(["203.0.113.7", "203.0.113.0/24", "2001:db8::/32", "::1"])("takes the range %s", (range) => {
    expect(problems(Rule.deny({ name: "bad", ranges: [range] }))).toBe("");
  });

  it.each(["*", "203.0.113.0/33", "2001:db8::/129", "203.0.113", "10.0.0.0/8/8", "10.0.0.0/x", "host.example"])(
    "refuses the range %s",
    (range) => {
      expect(problems(Rule.deny({ name: "bad", ranges: [range] }))).toContain(
        "must be an address or a range in CIDR notation",
      );
    },
  );

  it.each(INTERVALS)("counts over %i seconds", (intervalSeconds) => {
    expect(problems(limited({ limit: { requests: 1, intervalSeconds } }))).toBe("");
  });

  it.each([0, 9, 61, 3601])("refuses to count over %i seconds", (intervalSeconds) => {
    expect(problems(limited({ limit: { requests: 1, intervalSeconds } }))).toContain(
      "must be one of 10, 30, 60, 120, 180, 240, 300",
    );
  });

  it("throttles 1 to 1000000 requests and bans from 1 to 10000", () => {
    const banned = (requests: number) =>
      Rule.ban({ name: "b", when: When.path("/"), keys: [{ type: "IP" }], limit: { requests }, banSeconds: 60 });
    expect(problems(limited({ limit: { requests: 1_000_000 } }))).toBe("");
    expect(problems(limited({ limit: { requests: 1_000_001 } }))).toContain(
      "between 1 and 1000000 requests, got 1000001",
    );
    expect(problems(limited({ limit: { requests: 0 } }))).toContain("between 1 and 1000000 requests, got 0");
    expect(problems(banned(10_000))).toBe("");
    expect(problems(banned(10_001))).toContain("between 1 and 10000 requests, got 10001");
  });

  it("bans for as long as Google offers, after a threshold of its own", () => {
    const banned = (banSeconds: number, requests: number) =>
      Rule.ban({
        name: "b",
        when: When.path("/"),
        keys: [{ type: "IP" }],
        limit: { requests: 1 },
        banSeconds,
        banAfter: { requests },
      });
    expect(problems(banned(60, 10_000))).toBe("");
    expect(problems(banned(3600, 10_000))).toBe("");
    for (const seconds of [30, 59, 61, 3601]) {
      expect(problems(banned(seconds, 10_000))).toContain(
        `'rules.b.banSeconds' must be one of 60, 120, 180, 240, 300, 600, 900, 1200, 1800, 2700, 3600 seconds, got ${seconds}`,
      );
    }
    expect(problems(banned(60, 10_001))).toContain(
      "'rules.b.banAfter.requests' must be a whole number between 1 and 10000",
    );
  });

  it("counts by one to three different keys", () => {
    const cookie: RateLimitKey = { type: "HTTP_COOKIE", name: "sid" };
    const keys: readonly RateLimitKey[] = [{ type: "IP" }, { type: "HTTP_PATH" }, cookie];
    expect(problems(limited({ keys }))).toBe("");
    expect(problems(limited({ keys: [...keys, { type: "SNI" }] }))).toContain("must name 1 to 3 keys, got 4");
    expect(problems(limited({ keys: [] }))).toContain("must name 1 to 3 keys, got 0");
    expect(problems(limited({ keys: [cookie, cookie] }))).toContain("must be different keys");
    expect(problems(limited({ keys: [{ type: "ALL" }, cookie] }))).toContain("must be ALL or other keys, not both");
    expect(problems(limited({ keys: [{ type: "HTTP_COOKIE", name: "a b" }] }))).toContain(
      "must be the name of a cookie, got 'a b'",
    );
    expect(problems(limited({ keys: [{ type: "HTTP_HEADER", name: "" }] }))).toContain("must be the name of a header");
  });

  it("has a name and a priority to itself", () => {
    const other = limited({ when: When.path("/other") });
    expect(problems(limited(), other)).toContain("'rules' must have different names, got 'limited'");
    expect(problems(limited({ priority: 7 }), { ...other, name: "other", priority: 7 })).toContain(
      "'rules' must have different priorities, got 7",
    );
  });
});

describe("a WAF rule", () => {
  const waf = (change: Partial<Parameters<typeof Rule.waf>[0]> = {}) =>
    Rule.waf({ name: "waf", ruleSet: { crs: "4.22", group: "sqli" }, ...change });
  const expression = (change: Partial<Parameters<typeof Rule.waf>[0]> = {}) => toExpression(waf(change).condition);
  const id = "owasp-crs-v042200-id942350-sqli";

  it("calls the signatures of its generation at sensitivity 1", () => {
    expect(expression()).toBe("evaluatePreconfiguredWaf('sqli-v422-stable', {'sensitivity': 1})");
    expect(expression({ ruleSet: { crs: "3.3", group: "nodejs" }, sensitivity: 3 })).toBe(
      "evaluatePreconfiguredWaf('nodejs-v33-stable', {'sensitivity': 3})",
    );
    expect(expression({ ruleSet: { crs: "none", group: "cve" } })).toBe("evaluatePreconfiguredWaf('cve-canary')");
  });

  it("leaves signatures out, or names the only ones at sensitivity 0", () => {
    expect(expression({ optOut: [id] })).toBe(
      `evaluatePreconfiguredWaf('sqli-v422-stable', {'sensitivity': 1, 'opt_out_rule_ids': ['${id}']})`,
    );
    expect(expression({ sensitivity: 0, optIn: [id] })).toBe(
      `evaluatePreconfiguredWaf('sqli-v422-stable', {'sensitivity': 0, 'opt_in_rule_ids': ['${id}']})`,
    );
    expect(problems(waf({ optOut: [id] }), waf({ name: "other", sensitivity: 0, optIn: [id] }))).toBe("");
    expect(problems(waf({ optIn: [id] }))).toContain("must be used with sensitivity 0 only");
    expect(problems(waf({ sensitivity: 0 }))).toContain("must name signatures at sensitivity 0");
  });

  it("has a sensitivity from 0 to 4", () => {
    expect(problems(waf({ sensitivity: 4 }))).toBe("");
    expect(problems(waf({ sensitivity: 5 }))).toContain(
      "'rules.waf.match.sensitivity' must be a whole number between 0 and 4, got 5",
    );
    expect(problems(waf({ sensitivity: -1 }))).toContain("between 0 and 4, got -1");
  });

  it.each(["owasp-crs-v030301-id942350-sqli", "owasp-crs-v042200-id941100-xss", "942350"])(
    "refuses the signature %s of another set",
    (other) => {
      expect(problems(waf({ optOut: [other] }))).toContain(`must be a signature of sqli-v422-stable, got '${other}'`);
    },
  );

  it("takes up to a hundred exclusions of a kind for the same signatures", () => {
    const fields = (count: number) =>
      Array.from(
        { length: count },
        (_, index) => ({ field: "query", operator: "EQUALS", value: `q${index}` }) as const,
      );
    expect(problems(waf({ exclusions: [...fields(100), { field: "cookie", operator: "EQUALS", value: "sid" }] }))).toBe(
      "",
    );
    expect(problems(waf({ exclusions: fields(101) }))).toContain(
      "must exclude at most 100 query fields for the same signatures, got 101",
    );
    expect(
      problems(
        waf({ exclusions: [...fields(100), { field: "query", operator: "EQUALS", value: "x", signatures: [id] }] }),
      ),
    ).toBe("");
  });

  it("wants a value for an exclusion unless it is EQUALS_ANY", () => {
    expect(problems(waf({ exclusions: [{ field: "header", operator: "EQUALS_ANY" }] }))).toBe("");
    expect(problems(waf({ exclusions: [{ field: "header", operator: "EQUALS_ANY", value: "x" }] }))).toContain(
      "must be absent with EQUALS_ANY, got 'x'",
    );
    expect(problems(waf({ exclusions: [{ field: "header", operator: "EQUALS" }] }))).toContain(
      "must be given with EQUALS",
    );
    expect(problems(waf({ exclusions: [{ field: "header", operator: "EQUALS_ANY", signatures: ["x"] }] }))).toContain(
      "must be a signature of sqli-v422-stable",
    );
  });
});

describe("the order of rules", () => {
  const first = Rule.allow({ name: "office", position: "first", ranges: ["203.0.113.0/24"] });
  const last = Rule.allow({ name: "site", position: "last", when: When.host("cliscale.dev") });
  const ban = Rule.ban({
    name: "ban",
    when: When.path("/login"),
    keys: [{ type: "IP" }],
    limit: { requests: 5 },
    banSeconds: 600,
  });

  it("is the order of the bands, whatever the order of writing", () => {
    const placed = placeRules([last, limited(), ban, ...owaspTop10(), denied(When.region("KP")), first], "enforce");
    expect(placed.map(({ rule }) => rule.kind).filter((kind, index, all) => kind !== all[index - 1])).toEqual([
      "allow",
      "deny",
      "waf",
      "ban",
      "throttle",
      "allow",
    ]);
    expect(placed.at(0)?.priority).toBe(BANDS.first.from);
    expect(placed.at(-1)?.priority).toBe(BANDS.last.from);
  });

  it("is the order of writing inside a band, in steps of ten, past a pinned rule", () => {
    const rules = [limited({ name: "a" }), limited({ name: "pinned", priority: 5 }), limited({ name: "b" })];
    expect(placeRules(rules, "enforce").map(({ rule, priority }) => [rule.name, priority])).toEqual([
      ["pinned", 5],
      ["a", 40_000],
      ["b", 40_010],
    ]);
  });

  it("has room for a thousand rules in a band and refuses one more", () => {
    const many = (count: number) =>
      Array.from({ length: count }, (_, index) => Rule.deny({ name: `r${index}`, when: When.path(`/r${index}`) }));
    expect(problems(...many(1000))).toBe("");
    expect(problems(...many(1001))).toContain("'rules.r1000' must fit into the band of its kind, which ends at 19999");
  });

  it("refuses a rule that can't be reached, and lets a preview pass", () => {
    const again = limited({ name: "again" });
    expect(problems(limited(), again)).toContain(
      "'rules.again' must be reachable, but 'limited' ends the evaluation of its requests first",
    );
    expect(problems(limited({ preview: true }), again)).toBe("");
    expect(problems(Rule.deny({ name: "nobody" }), limited())).toContain(
      "'rules.limited' must be reachable, but 'nobody' ends",
    );
  });

  it("previews what says nothing when new rules are previewed", () => {
    const rules = [
      limited({ name: "new" }),
      limited({ name: "proved", preview: false }),
      limited({ name: "tried", preview: true }),
    ];
    expect(placeRules(rules, "preview").map(({ preview }) => preview)).toEqual([true, false, true]);
    expect(placeRules(rules, "enforce").map(({ preview }) => preview)).toEqual([false, false, true]);
  });
});

describe("presets", () => {
  it("owaspTop10 covers CRS 4.22 and Log4Shell, without the group that refuses PUT", () => {
    const names = owaspTop10().map((rule) => rule.name);
    expect(names).toEqual(
      expect.arrayContaining(["waf-sqli", "waf-xss", "waf-lfi", "waf-rfi", "waf-rce", "waf-generic", "waf-cve"]),
    );
    expect(names).toHaveLength(12);
    expect(names).not.toContain("waf-methodenforcement");
    expect(problems(...owaspTop10(), limited())).toBe("");
  });

  it("owaspTop10 can be tuned by group", () => {
    const optOut = { sqli: ["owasp-crs-v030301-id942350-sqli"] };
    const rules = owaspTop10({
      crs: "3.3",
      sensitivity: 2,
      except: ["php"],
      optOut,
      exclusions: { xss: [{ field: "uri", operator: "EQUALS_ANY" }] },
      preview: true,
    });
    expect(rules.map((rule) => rule.name)).not.toContain("waf-php");
    expect(rules.map((rule) => rule.name)).toContain("waf-nodejs");
    expect(rules.every((rule) => rule.preview === true)).toBe(true);
    expect(rules.find((rule) => rule.name === "waf-sqli")?.condition).toMatchObject({
      sensitivity: 2,
      optOut: optOut.sqli,
    });
    expect(rules.find((rule) => rule.name === "waf-xss")?.exclusions).toHaveLength(1);
  });

  it("owaspTop10 refuses groups that the generation doesn't have", () => {
    expect(() => owaspTop10({ except: ["nodejs"], optOut: { sql: [] } })).toThrow(
      /'except' must name groups of the rule set[^\n]+got 'nodejs'[\s\S]+'optOut'[^\n]+got 'sql'/,
    );
  });

  it("apiRateLimit counts requests with a user per user, and only the rest per address", () => {
    const rules = apiRateLimit({
      path: "/api/sessions",
      perAddress: { requests: 60 },
      perUser: { requests: 10, intervalSeconds: 120, user: UserKey.cookie("sid") },
    });
    expect(rules.map((rule) => rule.name)).toEqual(["limit-api-sessions-per-user", "limit-api-sessions-per-address"]);
    expect(rules[0]).toMatchObject({
      keys: [{ type: "HTTP_COOKIE", name: "sid" }],
      limit: { requests: 10, intervalSeconds: 120 },
      status: 429,
    });
    expect(rules[1]).toMatchObject({ keys: [{ type: "IP" }], limit: { requests: 60 } });
    expect(problems(...rules)).toBe("");
    const user = rules[0]?.match;
    expect(user?.by === "condition" && toExpression(user.condition)).toBe(
      "request.method == 'POST' && request.path.urlDecode().lower().startsWith('/api/sessions') && (has(request.headers['cookie']) && request.headers['cookie'].contains('sid='))",
    );
  });

  it("apiRateLimit counts everything per address when there is no user", () => {
    const rules = apiRateLimit({
      path: "/api",
      host: "api.cliscale.dev",
      methods: ["GET", "POST"],
      perAddress: { requests: 100 },
    });
    expect(rules).toHaveLength(1);
    expect(problems(...rules)).toBe("");
  });

  it("apiRateLimit doesn't put everybody's JWT into one bucket", () => {
    expect(UserKey.signedBearerToken().keys.map((key) => key.type)).toEqual([
      "HTTP_HEADER",
      "IP",
      "TLS_JA4_FINGERPRINT",
    ]);
    expect(UserKey.opaqueBearerToken().keys).toEqual([{ type: "HTTP_HEADER", name: "authorization" }]);
  });

  it.each([
    ["Authorization", "must say which kind of token it carries, got 'authorization'; use UserKey.opaqueBearerToken()"],
    ["x-forwarded-for", "must be a header that belongs to one user, got 'x-forwarded-for'"],
    ["user-agent", "must be a header that belongs to one user"],
  ])("apiRateLimit refuses to tell users apart by %s", (header, message) => {
    expect(() =>
      apiRateLimit({ path: "/", perAddress: { requests: 1 }, perUser: { requests: 1, user: UserKey.header(header) } }),
    ).toThrow(message);
  });

  it("apiRateLimit takes a header with a value of the application's own", () => {
    const [perUser] = apiRateLimit({
      path: "/",
      perAddress: { requests: 1 },
      perUser: { requests: 1, user: UserKey.header("x-api-key") },
    });
    expect(perUser?.keys).toEqual([{ type: "HTTP_HEADER", name: "x-api-key" }]);
  });

  it("webSocketConnects counts every request to the host per address", () => {
    const rule = webSocketConnects({ host: "ws.cliscale.dev", perAddress: { requests: 30 } });
    expect(rule).toMatchObject({
      kind: "throttle",
      keys: [{ type: "IP" }],
      limit: { requests: 30 },
      match: { by: "condition", condition: { is: "host" } },
    });
    expect(problems(rule)).toBe("");
  });

  it("bodyLimit refuses long bodies and bodies that don't say their length", () => {
    const rules = bodyLimit({ bytes: 8192 });
    expect(rules.map((rule) => rule.name)).toEqual(["body-too-long", "body-of-unknown-length"]);
    expect(rules.every((rule) => rule.status === 403)).toBe(true);
    expect(bodyLimit({ bytes: 1, unknownLength: "allow" })).toHaveLength(1);
    expect(problems(...rules)).toBe("");
  });
});
