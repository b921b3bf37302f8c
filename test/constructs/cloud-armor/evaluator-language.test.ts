import { type Knowledge, type WebRequest } from "../../../constructs/cloud-armor/evaluator";
import { denies, firewallOf, plain } from "../../support/security-policy";

const judge = (expression: string, request: Partial<WebRequest> = {}, knowledge?: Knowledge) =>
  firewallOf([denies(expression)], { knowledge }).judge({ ...plain, ...request });
const matches = (expression: string, request: Partial<WebRequest> = {}, knowledge?: Knowledge): boolean =>
  judge(expression, request, knowledge).outcome === "deny";
const refusal = (expression: string): string => {
  try {
    firewallOf([denies(expression)]);
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error("nothing was refused");
};
const cookie = (value: string): Partial<WebRequest> => ({ headers: { Cookie: value } });
const query = (value: string): Partial<WebRequest> => ({ url: `https://a.dev/?${value}` });

describe("the rules language", () => {
  it.each<[string, Partial<WebRequest>]>([
    ["request.method == 'POST'", { method: "POST" }],
    ["request.scheme == 'http'", { url: "HTTP://a.dev/" }],
    ["request.path == '/'", { url: "https://a.dev" }],
    ["request.path == '/a/B'", { url: "https://a.dev/a/B?c" }],
    ["request.query == 'a=%41&b'", query("a=%41&b")],
    ["request.headers['user-agent'] == 'x'", { headers: { "User-Agent": "x" } }],
    ["request.headers.user_id == 'x'", { headers: { user_id: "x" } }],
    ["origin.ip == '203.0.113.7'", {}],
    ["origin.ip == origin.user_ip", {}],
    ["origin.region_code == 'DE'", { region: "DE" }],
    ["origin.asn == 64496", { asn: 64496 }],
    ["origin.tls_ja3_fingerprint == 'abc'", { ja3: "abc" }],
    ["origin.tls_ja4_fingerprint == 't13d'", { ja4: "t13d" }],
    ["token.recaptcha_exemption.valid", { recaptcha: { exemption: true } }],
    ["token.recaptcha_action.valid && token.recaptcha_action.score < 0.5", { recaptcha: { action: { score: 0.4 } } }],
    ["token.recaptcha_action.captcha_status == 'NONE'", { recaptcha: { action: { score: 1 } } }],
    ["token.recaptcha_action.action == 'login'", { recaptcha: { action: { score: 1, action: "login" } } }],
    ["token.recaptcha_session.valid && token.recaptcha_session.score <= 1", { recaptcha: { session: { score: 0.9 } } }],
  ])("has the attribute in %s", (expression, request) => {
    expect(matches(expression, request)).toBe(true);
    expect(matches(`!(${expression})`, request)).toBe(false);
  });

  it.each<[string, Partial<WebRequest>, Partial<WebRequest>]>([
    ["request.method != 'GET'", { method: "POST" }, { method: "GET" }],
    ["!(request.method == 'GET')", { method: "POST" }, { method: "GET" }],
    ["request.method == 'A' || request.method == 'B'", { method: "B" }, { method: "C" }],
    ["request.method == 'A' && request.query == 'b'", { method: "A", ...query("b") }, { method: "A" }],
    ["request.method + request.query == 'GETx'", query("x"), query("y")],
    ["request.query.contains('b.c')", query("ab.cd"), query("abxcd")],
    ["request.query.startsWith('ab')", query("abc"), query("cab")],
    ["request.query.endsWith('ab')", query("cab"), query("abc")],
    ["request.query.matches('b+c$')", query("abbc"), query("abcd")],
    ["request.query.matches('(?i)^AB')", query("abc"), query("cab")],
    ["request.query.matches('(?i:(sub\\\\.)?test\\\\.example)')", query("SUB.test.example"), query("subxtestxexample")],
    ["request.query.lower() == 'abc'", query("aBC"), query("abd")],
    ["request.query.upper() == 'ABC'", query("aBC"), query("abd")],
    ["request.query.base64Decode() == 'abc'", query("YWJj"), query("YWJk")],
    ["request.query.base64Decode() == '?>'", query("Pz4"), query("Pz4!")],
    ["request.query.base64Decode() == 'ü?>'", query("w7w_Pg=="), query("w7w_Pw==")],
    ["request.query.base64Decode() == ''", query("a"), query("YWJj")],
    ["request.query.urlDecode() == 'a b&ä%zz%u0041'", query("a+b%26%C3%A4%zz%u0041"), query("a%2Bb%26%C3%A4%zz%u0041")],
    ["request.query.urlDecodeUni() == 'Match+Value'", query("Match%2BValue"), query("Match+Value")],
    ["request.query.urlDecodeUni() == 'Match+Value'", query("Match%u002BValue"), query("Match%u002Value")],
    ["request.query.urlDecodeUni() == 'ä'", query("%u00e4"), query("%e4")],
    ["request.headers['cookie'].utf8ToUnicode() == 'A%u00ac'", cookie("A¬"), cookie("a¬")],
    ["size(request.query) > 3", query("abcd"), query("abc")],
    ["size(request.headers['cookie']) == 1", cookie("ä"), cookie("ab")],
    ["int(request.headers['content-length']) == 0", { body: "" }, { body: "a" }],
    [
      "int(request.headers['content-length']) >= 10",
      { headers: { "content-length": "10" } },
      { headers: { "content-length": "9" } },
    ],
    ["int(request.headers['content-length']) <= -1", { headers: { "content-length": "-1" } }, { body: "" }],
    ["request.query < 'b'", query("a"), query("b")],
    ["inIpRange(origin.ip, '192.0.2.0/24')", { address: "192.0.2.255" }, { address: "192.0.3.0" }],
    ["inIpRange(origin.ip, '2001:db8::/33')", { address: "2001:db8:7fff::1" }, { address: "2001:db8:8000::" }],
    ["inIpRange(origin.ip, '2001:db8::/32')", { address: "2001:db8::1" }, { address: "192.0.2.1" }],
    ["inIpRange(origin.ip, '1.2.3.4')", { address: "1.2.3.4" }, { address: "1.2.3.5" }],
    ["has(request.headers['cookie'])", cookie(""), {}],
    ["has(request.headers['cookie']) == true", cookie("a"), {}],
    ["has(request.headers.cookie)", cookie("a"), {}],
    [
      'has( request . headers [ "cookie" ] ) && request.headers["cookie"].contains("80=BLAH")',
      cookie("x; 80=BLAH"),
      cookie("80=x"),
    ],
    ["request.headers['X-A'.lower()] == 'a'", { headers: { "X-A": "a" } }, {}],
    ['request.query == R"a\'b\\n"', query("a'b\\n"), query("a'b")],
    ["request.query == \"has(request.headers['x'])\"", query("has(request.headers['x'])"), query("x")],
    ["request.query == '\\u00e4'.urlDecode() || request.query.contains('ä')", query("ä"), query("a")],
    ["request.query.matches('^..$')", query("ä"), query("a")],
    ["request.method == 'A' || request.method == 'B' && request.query == 'x'", { method: "A" }, { method: "B" }],
  ])("evaluates %s", (expression, yes, no) => {
    expect(matches(expression, yes)).toBe(true);
    expect(matches(expression, no)).toBe(false);
  });

  it("takes the address that a trusted header gives for origin.user_ip, and origin.ip when it gives none", () => {
    const policy = { advanced_options_config: { user_ip_request_headers: ["True-Client-IP"] } };
    const firewall = firewallOf([denies("inIpRange(origin.user_ip, '192.0.2.0/24')")], { policy });
    const from = (value: string) => firewall.judge({ ...plain, headers: { "true-client-ip": value } }).outcome;
    expect(from("192.0.2.9")).toBe("deny");
    expect(from("198.51.100.1")).toBe("allow");
    expect(from("nonsense")).toBe("allow");
    expect(firewall.judge({ ...plain, address: "192.0.2.9", headers: { "true-client-ip": "nonsense" } }).outcome).toBe(
      "deny",
    );
  });

  it.each([
    ["request.headers['x-a'] == 'a'", "the request has no x-a"],
    ["!(request.headers['x-a'] == 'a')", "the request has no x-a"],
    ["int(request.query) > 1", 'int() can\'t read ""'],
    ["int(request.headers['host']) > 1", 'int() can\'t read "app.cliscale.dev"'],
    ["inIpRange(request.headers['host'], '10.0.0.0/8')", 'inIpRange() can\'t read the address "app.cliscale.dev"'],
    ["request.query.matches(request.path + '(')", "error parsing regexp"],
    ["token.recaptcha_action.score < 0.5", "the request has no score"],
  ])("takes %s, which fails, for no match and says so", (expression, reason) => {
    const { outcome, notes } = judge(expression);
    expect(outcome).toBe("allow");
    expect(notes.join()).toContain(`rule under test: taken as no match, because ${reason}`);
  });

  it("doesn't fail where the other side of an operator decides", () => {
    expect(matches("request.headers['x-a'] == 'a' || request.method == 'GET'")).toBe(true);
    expect(judge("request.headers['x-a'] == 'a' && request.method == 'PUT'").notes.join()).not.toContain(
      "taken as no match",
    );
  });

  it("says what the request leaves open", () => {
    const { outcome, notes } = judge(
      "origin.region_code != 'DE' && origin.asn != 1 && origin.tls_ja4_fingerprint == ''",
    );
    expect(outcome).toBe("deny");
    expect(notes).toEqual(
      expect.arrayContaining([
        "rule under test: the request says no region, so origin.region_code is empty",
        "rule under test: the request says no asn, so origin.asn is 0",
        "rule under test: the request says no ja4, so origin.tls_ja4_fingerprint is empty",
      ]),
    );
    expect(judge("origin.region_code != 'DE'", { region: "FR" }).notes.join()).not.toContain("region");
  });

  it("gives the expression as the reason", () => {
    expect(judge("request.method == 'GET'").why).toBe("it matches request.method == 'GET'");
  });
});

describe("what only Google knows", () => {
  const feed = "evaluateThreatIntelligence('iplist-known-malicious-ips'";
  const group = "evaluateAddressGroup('bad'";
  const knowledge: Knowledge = {
    threatFeeds: { "iplist-known-malicious-ips": ["203.0.113.0/24"] },
    addressGroups: { bad: ["203.0.113.0/24", "2001:db8::/32"] },
    attackers: ["203.0.113.7"],
  };

  it.each([
    [`${feed})`, "threat feed iplist-known-malicious-ips"],
    [`${group}, origin.ip)`, "address group bad"],
    [`evaluateOrganizationAddressGroup('bad', origin.ip)`, "address group bad"],
    ["evaluateAdaptiveProtectionAutoDeploy()", "attackers"],
    ["evaluateAdaptiveProtection('alert-1')", "attackers"],
  ])("matches %s only when it is told, and says when it is not", (expression, what) => {
    const unknowing = judge(expression);
    expect(unknowing.outcome).toBe("allow");
    expect(unknowing.notes.join()).toMatch(/only (?:Google|Adaptive Protection) knows/);
    expect(unknowing.notes.join()).toContain(what);
    expect(judge(expression, {}, knowledge)).toMatchObject({
      outcome: "deny",
      why: expect.stringContaining(what) as string,
    });
    expect(matches(expression, { address: "198.51.100.1" }, knowledge)).toBe(false);
  });

  it.each([
    [`${feed}, ['203.0.113.7/32'])`, false],
    [`${feed}, ['203.0.113.8'])`, true],
    [`${feed}, origin.ip)`, true],
    [`${feed}, 'x-real-ip')`, true],
    [`${feed}, 'x-missing')`, false],
    [`${feed}, origin.ip, ['203.0.113.0/28'])`, false],
    [`${group}, origin.user_ip)`, true],
    [`${group}, 'X-Real-IP')`, true],
    [`${group}, 'x-real-ip', ['203.0.113.99'])`, false],
  ])("reads the arguments of %s", (expression, expected) => {
    expect(matches(expression, { headers: { "x-real-ip": "203.0.113.99" } }, knowledge)).toBe(expected);
  });
});

describe("an expression that is none", () => {
  it.each([
    ["request.method == 'GET' &&", 25, "found"],
    ["request.methode == 'GET'", 8, "there is no attribute request.methode; did you mean request.method?"],
    ["origin.continent == 'EU'", 7, "there is no attribute origin.continent"],
    ["method == 'GET'", 1, "there is no attribute method"],
    ["request.path.startswith('/a')", 13, "there is no operation startswith(); did you mean startsWith?"],
    ["inIPRange(origin.ip, '10.0.0.0/8')", 1, "there is no function inIPRange(); did you mean inIpRange?"],
    ["inIpRange(origin.ip, '10.0.0.0/33')", 1, "'10.0.0.0/33' is no address range"],
    ["inIpRange(origin.ip)", 1, "inIpRange(string) is unknown, the language has inIpRange(string, string)"],
    ["evaluateAddressGroup('a', origin.ip, ['x'])", 1, "'x' is no address range"],
    ["request.path.lower('a') == ''", 13, ".lower() takes 0 arguments, not 1"],
    ["request.path.contains()", 13, ".contains() takes 1 argument, not 0"],
    ["request.path.contains(1)", 23, "the argument of .contains() must be of type string, not int"],
    ["request.headers.contains('a')", 8, "what .contains() is asked of must be of type string, not map"],
    ["request.path.matches('(')", 22, "this is no regular expression of RE2: "],
    ["request.path.matches('a(?=b)')", 22, "this is no regular expression of RE2: "],
    ["request.path", 8, "an expression says yes or no, this one is of type string"],
    ["size(request.path)", 1, "an expression says yes or no, this one is of type int"],
    ["request.path == 5", 14, "string and int can't be compared"],
    ["request.headers == request.headers", 17, "map and map can't be compared"],
    ["request.path && true", 8, "each side of && must be of type bool, not string"],
    ["!request.path", 9, "what ! negates must be of type bool, not string"],
    ["request.path + 1 == ''", 16, "each side of + must be of type string, not int"],
    ["request.path['a'] == ''", 8, "what [] is asked of must be of type map, not string"],
    ["request.headers[1] == ''", 17, "the key must be of type string, not int"],
    ["request.method in ['GET']", 16, "the operator in is not in the rules language"],
    ["size(request.path) * 2 > 1", 19, "the operator * is not in the rules language"],
    ["request.method == 'A' ? true : false", 1, "the operator ?: is not in the rules language"],
    ["has(request.path)", 1, "has() takes a key of a map, such as request.headers['cookie']"],
    ["has('a')", 1, "has() takes a key of a map"],
    ["request.path == b'a'", 17, "this is no value of the rules language"],
    ["['a'].all(x, x == 'a')", 6, "this is no value of the rules language"],
    ["", 1, "found"],
    ["evaluatePreconfiguredWaf()", 1, "evaluatePreconfiguredWaf() takes the name of a rule set and its settings"],
    ["evaluatePreconfiguredWaf(request.path)", 33, "takes the name of a rule set"],
    ["evaluatePreconfiguredWaf('sqli-v34-stable')", 26, "there is no rule set 'sqli-v34-stable'"],
    ["evaluatePreconfiguredWaf('sqli-v422-stable', 1)", 46, "the settings must be a map such as {'sensitivity': 1}"],
    ["evaluatePreconfiguredWaf('sqli-v422-stable', {'level': 1})", 56, "there is no setting 'level', only sensitivity"],
    [
      "evaluatePreconfiguredWaf('sqli-v422-stable', {'sensitivity': 5})",
      62,
      "'sensitivity' must be a whole number from 0 to 4",
    ],
    [
      "evaluatePreconfiguredWaf('sqli-v422-stable', {'sensitivity': 1, 'opt_in_rule_ids': ['x']})",
      84,
      "'opt_in_rule_ids' needs 'sensitivity': 0",
    ],
    [
      "evaluatePreconfiguredWaf('sqli-v422-stable', {'opt_out_rule_ids': 'x'})",
      67,
      "'opt_out_rule_ids' must be a list of signatures",
    ],
  ])("is refused with its place: %s", (expression, position, message) => {
    const text = refusal(expression);
    expect(text).toContain(
      `'rules.rule under test.match' must be an expression of the rules language, but at position ${position}: `,
    );
    expect(text).toContain(message);
  });

  it("is refused without a stack trace", () => {
    try {
      firewallOf([denies("nonsense(")]);
    } catch (error) {
      expect(error).toMatchObject({ code: "CLISCALE_VALIDATION" });
      expect((error as Error).stack).not.toContain("    at ");
    }
    expect.assertions(2);
  });
});
