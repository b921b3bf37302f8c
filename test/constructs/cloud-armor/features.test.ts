import * as fc from "fast-check";
import {
  bodyLimit,
  owaspTop10,
  Rule,
  UserKey,
  WebFirewall,
  wellFormedBearerTokens,
  When,
  type Condition,
  type FirewallRule,
  type WebFirewallProps,
} from "../../../constructs/cloud-armor";
import { countSubexpressions, toExpression } from "../../../constructs/cloud-armor/expression";
import { newStack, render, renderStack } from "../../support/synth";
import { NetworkSecurityAddressGroup } from "@cdktf/provider-google/lib/network-security-address-group";

const base = { project: "cliscale-test", name: "firewall", defaultAction: "allow" } as const;
const build = (change: Partial<WebFirewallProps>) => (): unknown =>
  new WebFirewall(newStack(), "Firewall", { ...base, rules: [], ...change });
const denied = (when: Condition): FirewallRule => Rule.deny({ name: "denied", when });
/** What a firewall says about one rule; the empty string when it takes it. */
function refusal(rule: FirewallRule, change: Partial<WebFirewallProps> = {}): string {
  try {
    build({ ...change, rules: [rule] })();
    return "";
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
const rendered = (rule: FirewallRule, change: Partial<WebFirewallProps> = {}) =>
  render((stack) => new WebFirewall(stack, "Firewall", { ...base, rules: [rule], ...change })).where(
    "google_compute_security_policy_rule",
    "description",
    rule.name,
  );

const JA4 = "t13d1516h2_8daaf6152771_b186095e22b6";
const JA3 = "0123456789abcdef0123456789abcdef";
const MALICIOUS = "iplist-known-malicious-ips";

describe("a condition", () => {
  it.each<readonly [string, Condition, string, number]>([
    ["a whole path", When.pathIs("/healthz"), "request.path.urlDecode().lower() == '/healthz'", 1],
    [
      "a path by pattern, with its backslash escaped",
      When.pathMatches("^/api/v\\d+/"),
      "request.path.urlDecode().lower().matches('^/api/v\\\\d+/')",
      1,
    ],
    ["a query", When.query("debug=1"), "request.query.urlDecode().lower().contains('debug=1')", 1],
    ["a network", When.asn(64496), "origin.asn == 64496", 1],
    ["networks, each a subexpression", When.asn(64496, 64497), "origin.asn == 64496 || origin.asn == 64497", 2],
    [
      "networks in parentheses beside others",
      When.all(When.asn(1, 2), When.method("GET")),
      "(origin.asn == 1 || origin.asn == 2) && request.method == 'GET'",
      3,
    ],
    ["a negated network", When.not(When.asn(64496)), "!(origin.asn == 64496)", 1],
    [
      "ranges, a single address as one",
      When.inIpRange("203.0.113.0/24", "198.51.100.7", "2001:db8::1"),
      "inIpRange(origin.ip, '203.0.113.0/24') || inIpRange(origin.ip, '198.51.100.7/32') || inIpRange(origin.ip, '2001:db8::1/128')",
      3,
    ],
    ["a negated range", When.not(When.inIpRange("203.0.113.0/24")), "!inIpRange(origin.ip, '203.0.113.0/24')", 1],
    ["the user's address", When.userInIpRange("2001:db8::/32"), "inIpRange(origin.user_ip, '2001:db8::/32')", 1],
    ["a JA3 fingerprint", When.ja3(JA3), `origin.tls_ja3_fingerprint == '${JA3}'`, 1],
    [
      "JA4 fingerprints as one subexpression",
      When.ja4(JA4, JA4),
      `origin.tls_ja4_fingerprint.matches('^(?:${JA4}|${JA4})$')`,
      1,
    ],
    [
      "a header by pattern",
      When.headerMatches("user-agent", "(?i:wordpress)"),
      "has(request.headers['user-agent']) && request.headers['user-agent'].matches('(?i:wordpress)')",
      2,
    ],
    ["a feed", When.threatIntelligence(MALICIOUS), `evaluateThreatIntelligence('${MALICIOUS}')`, 1],
    [
      "a feed for the user's address with exceptions",
      When.threatIntelligence(MALICIOUS, { source: "origin.user_ip", except: ["203.0.113.0/24", "::1"] }),
      `evaluateThreatIntelligence('${MALICIOUS}', origin.user_ip, ['203.0.113.0/24', '::1'])`,
      1,
    ],
    ["an address group", When.addressGroup("partners"), "evaluateAddressGroup('partners', origin.ip)", 1],
    [
      "an organization's address group with an exception",
      When.organizationAddressGroup("MALICIOUS_IPS", { except: ["203.0.113.7"] }),
      "evaluateOrganizationAddressGroup('MALICIOUS_IPS', origin.ip, ['203.0.113.7'])",
      1,
    ],
    ["an ongoing attack", When.adaptiveProtection(), "evaluateAdaptiveProtectionAutoDeploy()", 1],
    ["an alert", When.adaptiveProtectionAlert("12345"), "evaluateAdaptiveProtection('12345')", 1],
    ["an exemption", When.recaptchaValid("exemption"), "token.recaptcha_exemption.valid", 1],
    ["a low score", When.recaptchaScore("session", { below: 0.3 }), "token.recaptcha_session.score < 0.3", 1],
    [
      "a score that must be no integer",
      When.recaptchaScore("action", { atLeast: 1 }),
      "token.recaptcha_action.score >= 1.0",
      1,
    ],
    ["an action", When.recaptchaAction("login"), "token.recaptcha_action.action == 'login'", 1],
    ["a challenge", When.recaptchaCaptcha("FAIL"), "token.recaptcha_action.captcha_status == 'FAIL'", 1],
  ])("writes %s", (_, condition, expression, count) => {
    expect(toExpression(condition)).toBe(expression);
    expect(countSubexpressions(condition)).toBe(count);
  });

  it("may name five ranges and not six", () => {
    const ranges = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "203.0.113.0/24", "198.51.100.0/24"];
    expect(refusal(denied(When.inIpRange(...ranges)))).toBe("");
    expect(refusal(denied(When.inIpRange(...ranges, "192.0.2.0/24")))).toContain(
      "must have at most 5 subexpressions, got 6",
    );
  });

  it.each([
    [When.pathIs("/API"), "must be a path in lowercase that begins with /, got '/API'"],
    [When.pathMatches("^/API"), "must be in lowercase, because it is compared with lowercase text, got '^/API'"],
    [When.pathMatches(""), "must be a regular expression; write one"],
    [When.pathMatches("(/a"), "must be a regular expression in RE2's syntax, got '(/a'"],
    [When.pathMatches("^(?!/api)"), "must not look around"],
    [When.pathMatches("(?<=a)b"), "must not look around"],
    [When.pathMatches("(a)\\1"), "must not refer back to a group (\\1), which RE2 can't"],
    [When.pathMatches("a++"), "must not have atomic groups or possessive quantifiers"],
    [When.headerMatches("x-a", "a\\Z"), "must not use escapes such as \\Z or \\u"],
    [When.pathMatches("a{1001}"), "must repeat at most 1000 times"],
    [When.pathMatches("straße"), "must have printable ASCII characters only"],
    [When.pathMatches("a\nb"), "must have printable ASCII characters only"],
    [When.headerMatches("x-a", "^${x}"), "neither ${ nor %{, which start a template in Terraform"],
    [When.headerMatches("X-A", "a"), "must be a header name in lowercase, got 'X-A'"],
    [When.query(""), "must be a text"],
    [When.query("Debug"), "must be in lowercase"],
    [When.query("%{x}"), "neither ${ nor %{"],
    [When.asn(), "must name at least one value; write it as 64496"],
    [When.asn(0), "must be a whole number between 1 and 4294967295, got 0"],
    [When.asn(4_294_967_296), "between 1 and 4294967295, got 4294967296"],
    [When.inIpRange(), "must name at least one value; write it as 203.0.113.0/24"],
    [When.inIpRange("203.0.113.0/33"), "must be an address or a range in CIDR notation, got '203.0.113.0/33'"],
    [When.ja3("x"), "must be a JA3 fingerprint, got 'x'"],
    [When.ja3(), "must name at least one value"],
    [When.ja4(JA3), "must be a JA4 fingerprint"],
  ])("refuses %j", (condition, message) => {
    expect(refusal(denied(condition))).toContain(message);
  });

  it.each([
    [When.threatIntelligence("tor" as never), "must be a feed of Google Threat Intelligence, got 'tor'"],
    [When.threatIntelligence(MALICIOUS, { except: ["x"] }), "match.except' must be an address or a range"],
    [When.addressGroup("projects/p/addressGroups/g"), "must be the name of an address group"],
    [When.addressGroup("g", { except: ["x"] }), "match.except' must be an address or a range"],
    [When.adaptiveProtectionAlert("a b"), "must be the ID of an alert, got 'a b'"],
    [When.recaptchaScore("session", { below: 1.1 }), "must be a score from 0 to 1, got 1.1"],
    [When.recaptchaScore("session", { atLeast: -0.1 }), "must be a score from 0 to 1, got -0.1"],
    [When.recaptchaAction("a".repeat(101)), "must be an action's name of 1 to 100 characters"],
    [When.recaptchaAction(""), "must be an action's name of 1 to 100 characters"],
  ])("refuses %j in the Enterprise tier, too", (condition, message) => {
    expect(refusal(denied(condition), { tier: "enterprise" })).toContain(message);
  });

  it.each([
    When.asn(1, 4_294_967_295),
    When.pathMatches("^/a{1000}$"),
    When.pathMatches("[+][+]"),
    When.pathMatches("^/[^/]+/\\w+\\.php$"),
    When.headerMatches("x-a", "^(?i:It's)\\Q(\\E\\z"),
    When.headerMatches("x-a", "(?P<name>a)(?i)b"),
  ])("takes %j", (condition) => {
    expect(refusal(denied(condition))).toBe("");
  });

  it("takes an action's name of 100 characters and scores of 0 and 1", () => {
    const rule = (when: Condition) => Rule.deny({ name: "r", when, recaptchaKeys: "any" });
    for (const when of [
      When.recaptchaAction("a".repeat(100)),
      When.recaptchaScore("session", { below: 1 }),
      When.recaptchaScore("session", { atLeast: 0 }),
    ]) {
      expect(refusal(rule(when), { tier: "enterprise" })).toBe("");
    }
  });

  // every condition with a text of the caller's choice
  const withText: readonly (readonly [string, (text: string) => Condition])[] = [
    ["path", (text) => When.path(text)],
    ["pathIs", (text) => When.pathIs(text)],
    ["pathMatches", (text) => When.pathMatches(text)],
    ["query", (text) => When.query(text)],
    ["host", (text) => When.host(text)],
    ["method", (text) => When.method(text)],
    ["methods", (text) => When.method("GET", text)],
    ["region", (text) => When.region(text, "DE")],
    ["inIpRange", (text) => When.inIpRange(text)],
    ["ja3", (text) => When.ja3(text)],
    ["ja4", (text) => When.ja4(text, JA4)],
    ["header", (text) => When.header(text)],
    ["headerMatches' name", (text) => When.headerMatches(text, "a")],
    ["headerMatches' pattern", (text) => When.headerMatches("x-a", text)],
    ["cookie", (text) => When.cookie(text)],
    ["threatIntelligence", (text) => When.threatIntelligence(text as never)],
    ["threatIntelligence's exceptions", (text) => When.threatIntelligence(MALICIOUS, { except: [text] })],
    ["addressGroup", (text) => When.addressGroup(text)],
    ["adaptiveProtectionAlert", (text) => When.adaptiveProtectionAlert(text)],
    ["recaptchaAction", (text) => When.recaptchaAction(text)],
  ];

  it.each(withText)("%s: no text gets out of its quotes", (_, condition) => {
    const plain = skeleton(toExpression(condition("a")));
    const nasty = fc.oneof(
      fc.string(),
      fc
        .array(fc.constantFrom("'", "\\", '"', "a", ")", " || ", "true", "${", "\n"), { maxLength: 8 })
        .map((all) => all.join("")),
    );
    fc.assert(
      fc.property(nasty, (text) => {
        expect(skeleton(toExpression(condition(text)))).toBe(plain);
      }),
    );
    expect(skeleton(toExpression(condition("') || true || ('")))).toBe(plain);
    expect(skeleton(toExpression(condition("\\') || true || (\\'")))).toBe(plain);
  });

  it("keeps a reference to an address group", () => {
    const stack = newStack();
    const group = new NetworkSecurityAddressGroup(stack, "Group", {
      name: "partners",
      parent: "projects/cliscale-test",
      location: "global",
      type: "IPV4",
      capacity: 10,
    });
    new WebFirewall(stack, "Firewall", { ...base, tier: "enterprise", rules: [denied(When.addressGroup(group.name))] });
    expect(renderStack(stack).where("google_compute_security_policy_rule", "description", "denied")).toMatchObject({
      match: {
        expr: { expression: "evaluateAddressGroup('${google_network_security_address_group.Group.name}', origin.ip)" },
      },
    });
  });
});

describe("the Enterprise tier", () => {
  it.each([
    [When.threatIntelligence("iplist-tor-exit-nodes"), "iplist-tor-exit-nodes"],
    [When.not(When.addressGroup("g")), "address group"],
    [When.organizationAddressGroup("g"), "address group"],
    [When.adaptiveProtection(), "automatic deployment of Adaptive Protection"],
    [When.adaptiveProtectionAlert("1"), "automatic deployment of Adaptive Protection"],
    [When.expression("evaluateThreatIntelligence('x')"), "evaluateThreatIntelligence"],
    [When.expression("evaluatePreconfiguredExpr('sourceiplist-fastly')"), "sourceiplist-fastly"],
  ])("is needed for %j", (condition, value) => {
    expect(refusal(denied(condition), { uninspectedBodies: "allowed" })).toContain(
      `'rules.denied' must use features of the standard tier only, got '${value}'; remove the condition, or set tier to "enterprise"`,
    );
    expect(refusal(denied(condition), { uninspectedBodies: "allowed", tier: "enterprise" })).toBe("");
  });

  it("is not needed for what only looks like it", () => {
    expect(refusal(denied(When.expression("request.path == 'evaluateThreatIntelligence'")))).toBe("");
  });

  it.each<readonly [string, FirewallRule]>([
    ["a challenge", Rule.redirect({ name: "r", when: When.path("/login"), to: "recaptcha" })],
    ["an exemption", Rule.allow({ name: "r", when: When.recaptchaValid("exemption"), position: "last" })],
    ["a token in free text", Rule.deny({ name: "r", when: When.expression("token.recaptcha_exemption.valid") })],
    [
      "a score",
      Rule.deny({ name: "r", when: When.recaptchaScore("action", { below: 0.1 }), recaptchaKeys: { action: ["k"] } }),
    ],
    [
      "a challenge above a limit",
      Rule.throttle({ name: "r", keys: [{ type: "IP" }], limit: { requests: 1 }, exceedRedirect: "recaptcha" }),
    ],
  ])("or an own bill is needed for reCAPTCHA: %s", (_, rule) => {
    expect(refusal(rule)).toContain(
      "'rules.r' must not manage bots in the standard tier, where reCAPTCHA sends a bill of its own, got 'reCAPTCHA'; set recaptcha: { billedSeparately: true }",
    );
    expect(refusal(rule, { tier: "enterprise" })).toBe("");
    expect(refusal(rule, { recaptcha: { billedSeparately: true } })).toBe("");
  });

  it("can't put suggestions of Adaptive Protection into force while it is off", () => {
    const off = { tier: "enterprise", adaptiveProtection: "off" } as const;
    expect(refusal(denied(When.adaptiveProtection()), off)).toContain(
      "must not wait for Adaptive Protection, which is off",
    );
    expect(refusal(denied(When.expression("evaluateAdaptiveProtectionAutoDeploy()")), off)).toContain("which is off");
  });

  it("reads the user's address only where a header tells it", () => {
    const header = { userIpRequestHeaders: ["True-Client-IP"] };
    for (const when of [When.userInIpRange("203.0.113.0/24"), When.expression("origin.user_ip == 'x'")]) {
      expect(refusal(denied(when))).toContain("must read the user's address only where a header tells it");
      expect(refusal(denied(when), header)).toBe("");
    }
    const feed = When.threatIntelligence(MALICIOUS, { source: "origin.user_ip" });
    expect(refusal(denied(feed), { tier: "enterprise" })).toContain("only where a header tells it");
  });
});

describe("reCAPTCHA", () => {
  const own = { recaptcha: { billedSeparately: true } };
  const score = When.recaptchaScore("session", { below: 0.3 });

  it("believes tokens of the named keys only", () => {
    const rule = Rule.deny({ name: "bots", when: score, recaptchaKeys: { session: ["key-1", "key_2"] } });
    expect(rendered(rule, own).match).toEqual({
      expr: { expression: "token.recaptcha_session.score < 0.3" },
      expr_options: { recaptcha_options: { session_token_site_keys: ["key-1", "key_2"] } },
    });
  });

  it("believes tokens of any key when that is written out", () => {
    expect(rendered(Rule.deny({ name: "bots", when: score, recaptchaKeys: "any" }), own).match).toEqual({
      expr: { expression: "token.recaptcha_session.score < 0.3" },
    });
  });

  it.each<readonly [FirewallRule, string]>([
    [
      Rule.deny({ name: "r", when: score }),
      "'rules.r.recaptchaKeys.session' must name the site keys whose session tokens count",
    ],
    [
      Rule.deny({ name: "r", when: When.recaptchaAction("login"), recaptchaKeys: { action: [] } }),
      "'rules.r.recaptchaKeys.action' must name the site keys whose action tokens count",
    ],
    [
      Rule.deny({ name: "r", when: When.expression("token.recaptcha_action.valid") }),
      "must name the site keys whose action tokens count",
    ],
    [
      Rule.deny({ name: "r", when: score, recaptchaKeys: { session: ["k"], action: ["k"] } }),
      "'rules.r.recaptchaKeys.action' must be absent where no condition reads action tokens",
    ],
    [
      Rule.deny({ name: "r", when: score, recaptchaKeys: { session: ["projects/p/keys/k"] } }),
      "must be a reCAPTCHA site key, got 'projects/p/keys/k'",
    ],
  ])("refuses %j", (rule, message) => {
    expect(refusal(rule, own)).toContain(message);
  });

  it("tells rules for different keys apart, and finds the second of two for the same", () => {
    const rule = (name: string, key: string) => Rule.deny({ name, when: score, recaptchaKeys: { session: [key] } });
    expect(build({ ...own, rules: [rule("a", "key-1"), rule("b", "key-2")] })).not.toThrow();
    expect(build({ ...own, rules: [rule("a", "key-1"), rule("b", "key-1")] })).toThrow("'rules.b' must be reachable");
  });

  it("challenges with the firewall's own key", () => {
    const made = render(
      (stack) => new WebFirewall(stack, "Firewall", { ...base, rules: [], recaptcha: { redirectSiteKey: "key" } }),
    );
    expect(made.only("google_compute_security_policy").recaptcha_options_config).toEqual({ redirect_site_key: "key" });
    expect(build({ recaptcha: { redirectSiteKey: "projects/p/keys/k" } })).toThrow(
      "'recaptcha.redirectSiteKey' must be a reCAPTCHA site key",
    );
    expect(
      render((stack) => new WebFirewall(stack, "Firewall", { ...base, rules: [] })).only(
        "google_compute_security_policy",
      ),
    ).not.toHaveProperty("recaptcha_options_config");
  });
});

describe("redirections", () => {
  it("send clients to a challenge or to an address", () => {
    const login = When.all(When.path("/login"), When.not(When.recaptchaValid("exemption")));
    expect(rendered(Rule.redirect({ name: "r", when: login, to: "recaptcha" }), { tier: "enterprise" })).toMatchObject({
      action: "redirect",
      priority: 25_000,
      redirect_options: { type: "GOOGLE_RECAPTCHA" },
    });
    const elsewhere = Rule.redirect({ name: "r", ranges: ["203.0.113.7"], to: "https://www.example.com/busy" });
    expect(rendered(elsewhere)).toMatchObject({
      redirect_options: { type: "EXTERNAL_302", target: "https://www.example.com/busy" },
    });
  });

  it("take the place of a denial above a limit", () => {
    const change = { keys: [{ type: "IP" }], limit: { requests: 1 }, exceedRedirect: "https://a.example" } as const;
    const options = {
      exceed_action: "redirect",
      exceed_redirect_options: { type: "EXTERNAL_302", target: "https://a.example" },
    };
    expect(rendered(Rule.throttle({ name: "r", ...change })).rate_limit_options).toMatchObject(options);
    expect(rendered(Rule.ban({ name: "r", ...change, banSeconds: 60 })).rate_limit_options).toMatchObject(options);
    expect(
      rendered(Rule.throttle({ name: "r", ...change, exceedRedirect: undefined })).rate_limit_options,
    ).not.toHaveProperty("exceed_redirect_options");
  });

  it.each(["http://a.example", "https://", "https://a b", "https://a.example/${x}"])("don't go to %s", (to) => {
    const message = 'must be "recaptcha" or an address that begins with https://';
    expect(refusal(Rule.redirect({ name: "r", to: to as never }))).toContain(`'rules.r.to' ${message}`);
    const limit = { keys: [{ type: "IP" }], limit: { requests: 1 }, exceedRedirect: to as never } as const;
    expect(refusal(Rule.throttle({ name: "r", ...limit }))).toContain(`'rules.r.exceedRedirect' ${message}`);
  });
});

describe("an allow rule", () => {
  const rule = (requestHeadersToAdd: Readonly<Record<string, string>>): FirewallRule =>
    Rule.allow({ name: "r", when: When.path("/login"), position: "last", requestHeadersToAdd });

  it("adds headers to the request, in the standard tier, too", () => {
    expect(rendered(rule({ "X-Class": "partner", "X-Empty": "" })).header_action).toEqual({
      request_headers_to_adds: [
        { header_name: "X-Class", header_value: "partner" },
        { header_name: "X-Empty", header_value: "" },
      ],
    });
    expect(rendered(rule({}))).not.toHaveProperty("header_action");
  });

  it("adds no header that ends another, nor a template", () => {
    expect(refusal(rule({ "X-A: b\r\nX-B": "c" }))).toContain("must name headers of letters, digits, hyphens");
    expect(refusal(rule({ "X-A": "b\r\nX-B: c" }))).toContain("'rules.r.requestHeadersToAdd.X-A' must have printable");
    expect(refusal(rule({ "X-A": "${x}" }))).toContain("start a template in Terraform");
  });
});

describe("ranges together with a condition", () => {
  it("have to hold both", () => {
    const rule = Rule.deny({ name: "r", when: When.path("/admin"), ranges: ["203.0.113.0/24", "198.51.100.7"] });
    expect(rendered(rule).match).toEqual({
      expr: {
        expression:
          "request.path.urlDecode().lower().startsWith('/admin') && (inIpRange(origin.ip, '203.0.113.0/24') || inIpRange(origin.ip, '198.51.100.7/32'))",
      },
    });
  });
});

describe("bodies that the WAF doesn't read to the end", () => {
  const waf = owaspTop10();
  const long =
    /'rules' must refuse bodies of more than 8192 bytes, because the WAF reads no further.*configure-waf#request-body/;
  const unsaid = /'rules' must refuse bodies of unknown length, because the WAF reads 8192 bytes of a body/;

  it("are refused, or allowed in words", () => {
    expect(build({ rules: [waf] })).toThrow(long);
    expect(build({ rules: [waf] })).toThrow(unsaid);
    expect(build({ rules: [waf], uninspectedBodies: "allowed" })).not.toThrow();
    expect(build({ rules: [waf, bodyLimit({ bytes: 8192 })] })).not.toThrow();
  });

  it("are nobody's business without a WAF rule", () => {
    expect(build({ rules: [denied(When.path("/"))] })).not.toThrow();
    const text = denied(When.expression("evaluatePreconfiguredWaf('sqli-v422-stable')"));
    expect(build({ rules: [text] })).toThrow(long);
  });

  it("begin at 8193 bytes", () => {
    expect(build({ rules: [waf, bodyLimit({ bytes: 8193 })] })).toThrow(long);
    expect(build({ rules: [waf, bodyLimit({ bytes: 8193 })] })).not.toThrow(unsaid);
  });

  it("may not hide behind an unknown length", () => {
    expect(build({ rules: [waf, bodyLimit({ bytes: 8192, unknownLength: "allow" })] })).toThrow(unsaid);
    const posts = When.all(When.method("POST"), When.not(When.header("content-length")));
    const tooLong = Rule.deny({ name: "long", when: When.bodyLongerThan(100) });
    expect(build({ rules: [waf, tooLong, denied(posts)] })).toThrow(unsaid);
    expect(build({ rules: [waf, tooLong, denied(When.not(When.header("content-length")))] })).not.toThrow();
  });

  it("are limited everywhere, not on one path only", () => {
    const somewhere = denied(When.all(When.bodyLongerThan(8192), When.path("/api")));
    const known = bodyLimit({ bytes: 99_999 }).filter((rule) => rule.name === "body-of-unknown-length");
    expect(build({ rules: [waf, somewhere, known] })).toThrow(long);
  });

  it("may be larger where that is written out", () => {
    const rules = bodyLimit({ bytes: 8192, uninspected: { when: When.path("/api/uploads"), bytes: 10_485_760 } });
    expect(
      rules.map((rule) => [rule.name, rule.match.by === "condition" && toExpression(rule.match.condition)]),
    ).toEqual([
      [
        "body-too-long",
        "(has(request.headers['content-length']) && int(request.headers['content-length']) > 8192) && !request.path.urlDecode().lower().startsWith('/api/uploads')",
      ],
      [
        "uninspected-body-too-long",
        "has(request.headers['content-length']) && int(request.headers['content-length']) > 10485760",
      ],
      [
        "body-of-unknown-length",
        "request.method.matches('^(?:POST|PUT|PATCH)$') && !has(request.headers['content-length'])",
      ],
    ]);
    expect(build({ rules: [waf, rules] })).not.toThrow();
  });

  it("are refused in force once a WAF rule is, and in preview while all are", () => {
    const limit = bodyLimit({ bytes: 8192, preview: true });
    expect(build({ rules: [waf, limit] })).toThrow(
      "because the WAF reads no further, and not in preview only while WAF rules are enforced",
    );
    expect(build({ rules: [waf, bodyLimit({ bytes: 8192 })], newRules: "preview" })).not.toThrow();
    expect(
      build({ rules: [waf, bodyLimit({ bytes: 8192 })], newRules: "preview", enforcedRules: ["waf-sqli"] }),
    ).toThrow(long);
  });

  it("are refused before a rate limit lets them through", () => {
    const limit = Rule.throttle({ name: "l", when: When.path("/"), keys: [{ type: "IP" }], limit: { requests: 1 } });
    const late = bodyLimit({ bytes: 8192 }).map((rule, index) => ({ ...rule, priority: 45_000 + index }));
    expect(build({ rules: [waf, limit, late] })).toThrow(long);
    const office = Rule.allow({ name: "office", ranges: ["203.0.113.7"], position: "first" });
    expect(build({ rules: [waf, office, bodyLimit({ bytes: 8192 })] })).not.toThrow();
  });
});

describe("wellFormedBearerTokens", () => {
  it("refuses an Authorization header that isn't exactly Bearer and a signed token", () => {
    const rule = wellFormedBearerTokens();
    expect(rule).toMatchObject({ kind: "deny", name: "malformed-bearer-token", status: 403 });
    expect(rule.match.by === "condition" && toExpression(rule.match.condition)).toBe(
      "has(request.headers['authorization']) && !(has(request.headers['authorization']) && request.headers['authorization'].matches('^Bearer [A-Za-z0-9_-]+[.][A-Za-z0-9_-]+[.][A-Za-z0-9_-]+$'))",
    );
    expect(refusal(rule)).toBe("");
  });

  it.each([
    ["Bearer aa.bb.c_-", true],
    ["bEaReR aa.bb.cc", false],
    ["Bearer  aa.bb.cc", false],
    ["Bearer aa.bb", false],
    ["Bearer aa.bb.cc.dd", false],
    ["Bearer aa.bb.cc, Bearer aa.bb.cc", false],
    ["Bearer aa.bb.c=", false],
    [" Bearer aa.bb.cc", false],
    ["Basic YTpi", false],
  ])("judges %j", (header, well) => {
    const { match } = wellFormedBearerTokens();
    const pattern =
      /matches\('(.*)'\)/.exec(match.by === "condition" ? toExpression(match.condition) : "")?.[1] ?? "x^";
    expect(new RegExp(pattern).test(header)).toBe(well);
  });

  it("can be for one host and path, within five subexpressions", () => {
    const rule = wellFormedBearerTokens({ host: "cliscale.dev", path: "/api", preview: true });
    expect(rule.preview).toBe(true);
    expect(rule.match.by === "condition" && countSubexpressions(rule.match.condition)).toBe(5);
    expect(rule.match.by === "condition" && toExpression(rule.match.condition)).toMatch(
      /^request\.headers\['host'\]\.lower\(\)\.startsWith\('cliscale\.dev'\) && request\.path.*startsWith\('\/api'\) && has/,
    );
    expect(refusal(rule)).toBe("");
  });

  it("guards the key of a user that begins with the header", () => {
    expect(UserKey.signedBearerToken().keys[0]).toEqual({ type: "HTTP_HEADER", name: "authorization" });
  });
});

describe("a WAF rule", () => {
  const ids = (count: number) =>
    Array.from({ length: count }, (_, index) => `owasp-crs-v042200-id${942_000 + index}-sqli`);
  const waf = (change: object) => Rule.waf({ name: "waf", ruleSet: { crs: "4.22", group: "sqli" }, ...change });
  const allowed = { uninspectedBodies: "allowed" } as const;

  it("leaves 128 signatures out and not 129", () => {
    // 128 identifiers are longer than an expression may be, so only this limit is looked at
    expect(refusal(waf({ optOut: ids(128) }), allowed)).not.toContain("at most 128 signatures");
    expect(refusal(waf({ optOut: ids(129) }), allowed)).toContain(
      "'rules.waf.match.optOut' must name at most 128 signatures, got 129",
    );
    expect(refusal(waf({ sensitivity: 0, optIn: ids(129) }), allowed)).toContain(
      "'rules.waf.match.optIn' must name at most 128 signatures, got 129",
    );
  });

  it("names signatures to leave out or to add, not both", () => {
    expect(refusal(waf({ sensitivity: 0, optIn: ids(1), optOut: ids(1) }), allowed)).toContain(
      "'rules.waf.match.optOut' must be absent together with optIn",
    );
  });
});

/** The expression with each string literal replaced, read character by character as CEL reads it. */
function skeleton(expression: string): string {
  let text = "";
  for (let at = 0; at < expression.length; at += 1) {
    if (expression[at] !== "'") {
      text += expression[at];
      continue;
    }
    for (at += 1; at < expression.length && expression[at] !== "'"; at += 1) {
      if (expression[at] === "\\") {
        at += 1;
      }
    }
    text += at < expression.length ? "<text>" : "<open>";
  }
  return text;
}
