import fc from "fast-check";
import { FirewallEvaluator, type WebRequest } from "../../../constructs/cloud-armor/evaluator";
import { ValidationError } from "../../../constructs/core/validation";
import { denies, firewallOf, limits, plain, policyStack } from "../../support/security-policy";
import { type Block } from "../../support/synth";

const everything = { versioned_expr: "SRC_IPS_V1", config: { src_ip_ranges: ["*"] } };

const waf = (set: string, priority: number): Block =>
  denies(`evaluatePreconfiguredWaf('${set}', {'sensitivity': 1})`, {
    priority,
    description: `waf-${set.split("-")[0]}`,
  });
const sessions = "request.method == 'POST' && request.path.urlDecode().lower().startsWith('/api/sessions')";

/** What a web application deploys. */
const application = policyStack(
  [
    denies("request.path.urlDecode().lower().startsWith('/admin') && !(origin.region_code == 'DE')", {
      priority: 10_000,
      description: "admin-from-outside",
    }),
    denies("has(request.headers['content-length']) && int(request.headers['content-length']) > 1048576", {
      priority: 10_010,
      description: "body-too-long",
    }),
    denies("request.method.matches('^(?:POST|PUT|PATCH)$') && !has(request.headers['content-length'])", {
      priority: 10_020,
      description: "body-of-unknown-length",
    }),
    ...["sqli", "xss", "lfi", "rfi", "rce", "protocolattack", "scannerdetection", "sessionfixation", "generic"].map(
      (group, index) => waf(`${group}-v422-stable`, 20_000 + 10 * index),
    ),
    denies("evaluatePreconfiguredWaf('cve-canary')", { priority: 20_900, description: "waf-cve" }),
    limits(
      {
        enforce_on_key: "HTTP_COOKIE",
        enforce_on_key_name: "sid",
        rate_limit_threshold: { count: 20, interval_sec: 60 },
      },
      {
        priority: 40_000,
        description: "sessions-per-user",
        match: {
          expr: {
            expression: `${sessions} && has(request.headers['cookie']) && request.headers['cookie'].contains('sid=')`,
          },
        },
      },
    ),
    limits(
      { rate_limit_threshold: { count: 100, interval_sec: 60 } },
      { priority: 40_010, description: "sessions-per-address", match: { expr: { expression: sessions } } },
    ),
    limits(
      { rate_limit_threshold: { count: 60, interval_sec: 60 } },
      {
        priority: 40_020,
        description: "websocket-connects",
        match: { expr: { expression: "request.headers['host'].lower().startsWith('ws.cliscale.dev')" } },
      },
    ),
    { priority: 2_147_483_647, action: "allow", preview: false, match: everything },
  ],
  { name: "cliscale", advanced_options_config: { json_parsing: "STANDARD" } },
);

const newSession: WebRequest = {
  method: "POST",
  url: "https://app.cliscale.dev/api/sessions",
  address: "203.0.113.7",
  headers: { "Content-Type": "application/json" },
  body: JSON.stringify({ user: "O'Brien", device: 'Pixel 8 "pro"', note: "please select one; it's urgent -- thanks" }),
};
const times = (count: number, act: (index: number) => unknown): void => {
  Array.from({ length: count }, (_, index) => act(index));
};
const refusal = (act: () => unknown): string => {
  try {
    act();
  } catch (error) {
    expect(error).toBeInstanceOf(ValidationError);
    return (error as Error).message;
  }
  throw new Error("nothing was refused");
};

describe("a deployed firewall", () => {
  it("refuses the 101st POST /api/sessions in a minute from one address, and the same again a minute later allows", () => {
    const firewall = FirewallEvaluator.fromStack(application);
    times(100, (index) => expect(firewall.judge({ ...newSession, at: index / 10 }).outcome).toBe("allow"));
    expect(firewall.judge({ ...newSession, at: 10 })).toMatchObject({
      outcome: "deny",
      status: 429,
      rule: "sessions-per-address",
      why: "the 101st request in 60 seconds from 203.0.113.7, limit 100",
      approximate: false,
    });
    expect(firewall.judge({ ...newSession, at: 59.9 }).outcome).toBe("deny");
    expect(firewall.judge({ ...newSession, at: 60 }).outcome).toBe("allow");
  });

  it("lets a second user behind the same address in when the first is over the limit", () => {
    const firewall = FirewallEvaluator.fromStack(application);
    const as = (sid: string): WebRequest => ({
      ...newSession,
      headers: { ...newSession.headers, Cookie: `theme=dark; sid=${sid}` },
    });
    times(20, () => expect(firewall.judge(as("alice")).outcome).toBe("allow"));
    expect(firewall.judge(as("alice"))).toMatchObject({
      outcome: "deny",
      status: 429,
      why: 'the 21st request in 60 seconds from cookie sid "alice", limit 20',
    });
    expect(firewall.judge(as("bob"))).toMatchObject({ outcome: "allow", rule: "sessions-per-user" });
  });

  it("refuses an injection of SQL and lets a normal session through, and says that both are approximate", () => {
    const firewall = FirewallEvaluator.fromStack(application);
    const probe = firewall.judge({ ...plain, url: "https://app.cliscale.dev/api/items?id=1'%20or%20'1'='1" });
    expect(probe).toMatchObject({ outcome: "deny", status: 403, rule: "waf-sqli", approximate: true });
    expect(probe.why).toContain("signature 942100 of sqli-v422-stable found text that ends a literal");
    expect(firewall.judge(newSession)).toMatchObject({ outcome: "allow", approximate: true });
  });

  it("lets a WebSocket be opened", () => {
    const upgrade = { url: "https://ws.cliscale.dev/", headers: { Upgrade: "websocket", Connection: "Upgrade" } };
    expect(FirewallEvaluator.fromStack(application).judge({ ...plain, ...upgrade })).toMatchObject({
      outcome: "allow",
      rule: "websocket-connects",
    });
  });

  it("refuses a path from outside the country, also when letters are encoded", () => {
    const firewall = FirewallEvaluator.fromStack(application);
    const admin = { ...plain, url: "https://app.cliscale.dev/%41dmin" };
    expect(firewall.judge({ ...admin, region: "FR" })).toMatchObject({
      outcome: "deny",
      rule: "admin-from-outside",
      approximate: false,
    });
    expect(firewall.judge({ ...admin, region: "DE" }).outcome).toBe("allow");
  });

  it("refuses a body that is too long, and one whose length nobody says", () => {
    const firewall = FirewallEvaluator.fromStack(application);
    const length = (bytes: string) => firewall.judge({ ...plain, method: "PUT", headers: { "content-length": bytes } });
    expect(length("1048577")).toMatchObject({ outcome: "deny", rule: "body-too-long" });
    expect(length("1048576")).toMatchObject({ outcome: "allow" });
    expect(firewall.judge({ ...plain, method: "PUT" })).toMatchObject({
      outcome: "deny",
      rule: "body-of-unknown-length",
    });
  });

  it("is read with all its rules, in their order", () => {
    const { rules, policyName } = FirewallEvaluator.fromStack(application);
    expect(policyName).toBe("cliscale");
    expect(rules[0]).toEqual({
      rule: "admin-from-outside",
      priority: 10_000,
      preview: false,
      action: "deny(403)",
      match: "request.path.urlDecode().lower().startsWith('/admin') && !(origin.region_code == 'DE')",
    });
    expect(rules.map(({ priority }) => priority)).toEqual(
      [...rules.map(({ priority }) => priority)].sort((a, b) => a - b),
    );
    expect(rules.at(-1)).toMatchObject({ rule: "default rule", priority: 2_147_483_647, match: "*" });
  });

  it("never throws, whatever is sent", () => {
    const firewall = FirewallEvaluator.fromStack(application);
    const text = fc.string({ unit: "binary", maxLength: 60 });
    const word = fc.oneof(
      text,
      fc.constantFrom("' or 1=1", "<script>", "../..", "${jndi:ldap://x}", "%", "%u00zz", "{"),
    );
    fc.assert(
      fc.property(
        fc.record(
          {
            method: fc.constantFrom("GET", "POST", "PUT", "FOO", ""),
            path: word.map(encodeURI),
            query: fc.oneof(word.map(encodeURIComponent), fc.stringMatching(/^[^#\s]{0,40}$/)),
            headers: fc.dictionary(
              fc.constantFrom("Host", "cookie", "content-type", "Content-Length", "x-forwarded-for", "__proto__", "a"),
              word,
            ),
            body: word,
            address: fc.oneof(fc.ipV4(), fc.ipV6()),
            region: word,
            ja4: word,
          },
          { requiredKeys: ["method", "path", "query", "headers", "address"] },
        ),
        ({ path, query, ...request }) => {
          const verdict = firewall.judge({ ...request, url: `https://app.cliscale.dev/${path}?${query}` });
          expect(["allow", "deny"]).toContain(verdict.outcome);
          expect(verdict.why).not.toBe("");
        },
      ),
      { numRuns: 300 },
    );
  });

  it("answers requests that are made to be hard to compare with patterns", () => {
    const firewall = FirewallEvaluator.fromStack(application);
    const hard = ["union ", "'", "(", "<a ", "${", "; ", "../", "a\n", "{{", "/*", "[$", "1 or ", "data:"];
    hard.forEach((piece) => {
      expect(firewall.judge({ ...newSession, headers: {}, body: piece.repeat(8192 / piece.length) }).why).not.toBe("");
    });
  });
});

describe("reading a policy", () => {
  const allow = { action: "allow", priority: 2_147_483_647, match: everything };

  it("takes rules inside the policy as well as standalone ones", () => {
    const inline = denies("request.path == '/a'", { description: "inline" });
    const stack = policyStack([denies("request.path == '/b'", { priority: 1001, description: "standalone" })], {
      rule: [inline, allow],
    });
    const firewall = FirewallEvaluator.fromStack(stack);
    expect(firewall.judge({ ...plain, url: "https://a.dev/a" }).rule).toBe("inline");
    expect(firewall.judge({ ...plain, url: "https://a.dev/b" }).rule).toBe("standalone");
  });

  it("takes rules that name the policy, and leaves those of others", () => {
    const own = denies("request.path == '/a'", { security_policy: "firewall" });
    const other = denies("request.path == '/b'", {
      priority: 1,
      security_policy: "${google_compute_security_policy.Other.name}",
    });
    expect(firewallOf([own, other]).rules.map(({ match }) => match)).toEqual(["request.path == '/a'", "*"]);
  });

  it("takes a policy by its name or its Terraform name when there are several", () => {
    const policies = {
      One: { name: "first", rule: [{ ...allow, action: "deny(404)" }] },
      Two: { name: "second", rule: [allow] },
    };
    const stack = { resource: { google_compute_security_policy: policies } };
    expect(FirewallEvaluator.fromStack(stack, "first").judge(plain)).toMatchObject({
      outcome: "deny",
      status: 404,
      rule: "default rule",
    });
    expect(FirewallEvaluator.fromStack(stack, "Two").judge(plain)).toMatchObject({
      outcome: "allow",
      rule: "default rule",
    });
    expect(refusal(() => FirewallEvaluator.fromStack(stack))).toContain(
      "'policy' must name one of the stack's policies: first, second",
    );
    expect(refusal(() => FirewallEvaluator.fromStack(stack, "third"))).toContain("got 'third'");
  });

  it.each([undefined, null, "text", {}, { resource: {} }])("refuses a stack without a policy: %j", (stack) => {
    expect(refusal(() => FirewallEvaluator.fromStack(stack))).toContain("must have a google_compute_security_policy");
  });

  it("adds the default rule that Google makes, and says so", () => {
    const verdict = firewallOf([]).judge(plain);
    expect(verdict).toMatchObject({
      rule: "default rule",
      outcome: "allow",
      why: "no other rule ended the evaluation",
      approximate: false,
    });
    expect(verdict.notes).toEqual(["the policy writes no default rule: Google makes one that allows"]);
    expect(firewallOf([allow]).judge(plain).notes).toEqual([]);
  });

  it("reports every rule that it can't read, at once", () => {
    const message = refusal(() =>
      firewallOf([
        denies("request.path ==", { description: "cut off" }),
        denies("request.path == '${var.path}'", { priority: 1001, description: "with a reference" }),
        { priority: "${var.p}", description: "without a priority", action: "block", preview: "${var.p}", match: {} },
        limits(
          { rate_limit_threshold: {}, enforce_on_key: "NAME", exceed_action: "allow" },
          { description: "without a threshold" },
        ),
        limits({}, { description: "same priority", rate_limit_options: undefined }),
        limits({}, { priority: 3000, description: "without a ban", action: "rate_based_ban" }),
        { ...allow, match: { config: { src_ip_ranges: ["10.0.0.0/33"] } } },
      ]),
    );
    expect(message).toContain("FirewallEvaluator at security policy firewall:");
    expect(message).toContain(
      "'rules.cut off.match' must be an expression of the rules language, but at position 14: ",
    );
    expect(message).toContain("'rules.with a reference.match' must be an expression without a reference");
    expect(message).toContain("'rules.without a priority.priority' must be a whole number");
    expect(message).toContain("'rules.without a priority.preview' must be true or false");
    expect(message).toContain(
      "'rules.without a priority.action' must be allow, deny(<status>), redirect, throttle or rate_based_ban, got 'block'",
    );
    expect(message).toContain("'rules.without a priority.match' must have an expression or ranges");
    expect(message).toContain("'rules.without a threshold.rate_limit_threshold' must have a count and an interval");
    expect(message).toContain("'rules.without a threshold.enforce_on_key' must be one of ALL, IP");
    expect(message).toContain(
      "'rules.without a threshold.exceed_action' must be deny(<status>) or redirect, got 'allow'",
    );
    expect(message).toContain("'rules' must have different priorities, got 2000");
    expect(message).not.toContain("got null");
    expect(message).toContain("'rules.same priority' must have a rate limit");
    expect(message).toContain("'rules.without a ban.ban_duration_sec' must be a number of seconds");
    expect(message).toContain("'rules.default rule.match' must match every request");
    expect(message).toContain("'rules.default rule.match' must be an address range, got '10.0.0.0/33'");
  });

  it("reads text as Terraform does: $${ stands for ${", () => {
    const firewall = firewallOf([denies("request.query.contains('$${x')")]);
    expect(firewall.judge({ ...plain, url: "https://a.dev/?${x}" }).outcome).toBe("deny");
  });
});

describe("the order of evaluation", () => {
  const all = (change: Block): Block => ({ preview: false, match: everything, ...change });

  it("applies the first rule that matches, by priority and not by place", () => {
    const firewall = firewallOf([
      all({ priority: 20, description: "later", action: "deny(404)" }),
      all({ priority: 10, description: "earlier", action: "allow" }),
    ]);
    expect(firewall.judge(plain)).toMatchObject({
      rule: "earlier",
      priority: 10,
      outcome: "allow",
      why: "it matches every request",
    });
  });

  it("allows a request below a rate limit without a look at the rules behind it", () => {
    const firewall = firewallOf([limits({}), all({ priority: 3000, action: "deny(403)" })]);
    expect(firewall.judge(plain)).toMatchObject({ rule: "limit", outcome: "allow" });
  });

  it("names a rule without a description by its priority", () => {
    expect(firewallOf([all({ priority: 7, action: "deny(502)" })]).judge(plain)).toMatchObject({
      rule: "rule 7",
      status: 502,
    });
  });

  it("matches ranges of both families, and names the one that matched", () => {
    const ranges = ["192.0.2.0/24", "2001:db8::/32"];
    const firewall = firewallOf([
      all({ priority: 1, action: "deny(403)", match: { config: { src_ip_ranges: ranges } } }),
    ]);
    const outcome = (address: string) => firewall.judge({ ...plain, address });
    expect(outcome("192.0.2.255")).toMatchObject({ outcome: "deny", why: "192.0.2.255 is in 192.0.2.0/24" });
    expect(outcome("192.0.3.0").outcome).toBe("allow");
    expect(outcome("2001:db8:ffff::1")).toMatchObject({ outcome: "deny", why: "2001:db8:ffff::1 is in 2001:db8::/32" });
    expect(outcome("2001:db9::1").outcome).toBe("allow");
    expect(outcome("::ffff:192.0.2.1").outcome).toBe("deny");
  });

  it("only logs what a rule in preview would do, and goes on", () => {
    const firewall = firewallOf([
      denies("request.path == '/'", { preview: true, description: "new" }),
      limits({ rate_limit_threshold: { count: 1, interval_sec: 60 } }, { preview: true }),
      all({ priority: 3000, description: "old", action: "deny(404)" }),
    ]);
    firewall.judge(plain);
    expect(firewall.judge(plain)).toMatchObject({
      rule: "old",
      status: 404,
      previewed: [
        { rule: "new", priority: 1000, outcome: "deny", status: 403, why: "it matches request.path == '/'" },
        { rule: "limit", outcome: "deny", status: 429, why: "the 2nd request in 60 seconds from 203.0.113.7, limit 1" },
      ],
    });
  });

  it("allows when even the default rule is in preview", () => {
    const firewall = firewallOf([all({ priority: 2_147_483_647, action: "deny(403)", preview: true })]);
    expect(firewall.judge(plain)).toMatchObject({
      outcome: "allow",
      previewed: [{ rule: "default rule", outcome: "deny" }],
    });
  });

  it("redirects to a URL or to reCAPTCHA", () => {
    const redirect = (options: Block) =>
      firewallOf([all({ priority: 1, action: "redirect", redirect_options: options })]).judge(plain);
    expect(redirect({ type: "EXTERNAL_302", target: "https://sorry.dev" })).toMatchObject({
      outcome: "redirect",
      status: 302,
      target: "https://sorry.dev",
    });
    expect(redirect({ type: "GOOGLE_RECAPTCHA" })).toMatchObject({ outcome: "redirect", target: "reCAPTCHA" });
    expect(redirect({ type: "GOOGLE_RECAPTCHA" })).not.toHaveProperty("status");
  });
});

describe("rate limits", () => {
  const outcomes = (firewall: FirewallEvaluator, requests: readonly Partial<WebRequest>[]): readonly string[] =>
    requests.map((request) => firewall.judge({ ...plain, ...request }).outcome);

  it("allow exactly the limit in an interval that begins with the first request", () => {
    const at = [5, 64.9, 64.9, 65, 124.9, 124.9, 125].map((second) => ({ at: second }));
    expect(outcomes(firewallOf([limits({})]), at)).toEqual([
      "allow",
      "allow",
      "deny",
      "allow",
      "allow",
      "deny",
      "allow",
    ]);
  });

  it("say that Google counts approximately", () => {
    expect(
      firewallOf([limits({})])
        .judge(plain)
        .notes.join(),
    ).toContain("Google counts approximately");
  });

  it("redirect above the limit when told to", () => {
    const options = {
      exceed_action: "redirect",
      exceed_redirect_options: { type: "EXTERNAL_302", target: "https://wait.dev" },
    };
    const firewall = firewallOf([limits({ ...options, rate_limit_threshold: { count: 1, interval_sec: 10 } })]);
    firewall.judge(plain);
    expect(firewall.judge(plain)).toMatchObject({ outcome: "redirect", status: 302, target: "https://wait.dev" });
  });

  it("forget everything on reset, the clock too", () => {
    const firewall = firewallOf([limits({})]);
    expect(outcomes(firewall, [{ at: 7 }, {}, {}])).toEqual(["allow", "allow", "deny"]);
    firewall.reset();
    expect(outcomes(firewall, [{ at: 0 }])).toEqual(["allow"]);
  });

  const ban = { ban_duration_sec: 300, rate_limit_threshold: { count: 1, interval_sec: 60 } };

  it("ban until the interval is over and the ban with it, whatever is sent meanwhile", () => {
    const firewall = firewallOf([limits(ban, { action: "rate_based_ban" })]);
    expect(outcomes(firewall, [{ at: 10 }, { at: 20 }, { at: 70 }, { at: 369.9 }])).toEqual([
      "allow",
      "deny",
      "deny",
      "deny",
    ]);
    expect(firewall.judge({ ...plain, at: 369.9 }).why).toBe("203.0.113.7 is banned until second 370");
    expect(outcomes(firewall, [{ at: 370 }, { at: 371 }])).toEqual(["allow", "deny"]);
    expect(firewall.judge({ ...plain, address: "203.0.113.8" }).outcome).toBe("allow");
  });

  it("explain the request that brings the ban", () => {
    const firewall = firewallOf([limits(ban, { action: "rate_based_ban" })]);
    firewall.judge({ ...plain, at: 10 });
    expect(firewall.judge(plain).why).toBe(
      "the 2nd request in 60 seconds from 203.0.113.7, limit 1: banned until second 370",
    );
  });

  it("ban only above the ban's own threshold, which counts refused requests, too", () => {
    const options = { ...ban, ban_threshold: { count: 3, interval_sec: 600 } };
    const firewall = firewallOf([limits(options, { action: "rate_based_ban" })]);
    expect(outcomes(firewall, [{ at: 0 }, { at: 1 }, { at: 60 }])).toEqual(["allow", "deny", "allow"]);
    expect(firewall.judge({ ...plain, at: 61 })).toMatchObject({
      outcome: "deny",
      why: "the 4th request in 600 seconds from 203.0.113.7, ban threshold 3: banned until second 420",
    });
    expect(outcomes(firewall, [{ at: 419.9 }, { at: 420 }])).toEqual(["deny", "allow"]);
  });

  it("count nothing that their condition does not match", () => {
    const match = { expr: { expression: "request.method == 'POST'" } };
    const firewall = firewallOf([limits({ rate_limit_threshold: { count: 1, interval_sec: 60 } }, { match })]);
    expect(outcomes(firewall, [{}, {}, { method: "POST" }, { method: "POST" }])).toEqual([
      "allow",
      "allow",
      "allow",
      "deny",
    ]);
  });

  const one = { rate_limit_threshold: { count: 1, interval_sec: 60 } };
  const counted = (
    options: Block,
    first: Partial<WebRequest>,
    second: Partial<WebRequest>,
    policy: Block = {},
  ): string => {
    const firewall = firewallOf([limits({ ...one, ...options })], { policy });
    return outcomes(firewall, [first, second])[1] === "deny" ? "together" : "apart";
  };
  const header = (value: string, name = "x-user"): Partial<WebRequest> => ({ headers: { [name]: value } });
  const named = (type: string, name: string) => ({ enforce_on_key: type, enforce_on_key_name: name });
  const users = { advanced_options_config: { user_ip_request_headers: ["True-Client-IP", "X-Other"] } };

  it.each<[string, Block, Partial<WebRequest>, Partial<WebRequest>, string, Block?]>([
    ["ALL", { enforce_on_key: "ALL" }, {}, { address: "198.51.100.1" }, "together"],
    ["no key", { enforce_on_key: "" }, {}, { address: "198.51.100.1" }, "together"],
    ["IP", { enforce_on_key: "IP" }, {}, { address: "198.51.100.1" }, "apart"],
    ["IP, two spellings", {}, { address: "2001:DB8:0::1" }, { address: "2001:db8::1" }, "together"],
    ["HTTP_HEADER", named("HTTP_HEADER", "x-user"), header("a"), header("b"), "apart"],
    ["HTTP_HEADER, in any case", named("HTTP_HEADER", "X-User"), header("a", "X-USER"), header("a"), "together"],
    ["HTTP_HEADER, absent", named("HTTP_HEADER", "x-user"), {}, { address: "198.51.100.1" }, "together"],
    ["HTTP_HEADER, absent and there", named("HTTP_HEADER", "x-user"), {}, header("a"), "apart"],
    [
      "HTTP_HEADER, 128 bytes",
      named("HTTP_HEADER", "x-user"),
      header(`${"a".repeat(127)}1`),
      header(`${"a".repeat(127)}2`),
      "apart",
    ],
    [
      "HTTP_HEADER, 129 bytes",
      named("HTTP_HEADER", "x-user"),
      header(`${"a".repeat(128)}1`),
      header(`${"a".repeat(128)}2`),
      "together",
    ],
    [
      "HTTP_HEADER, 128 bytes of UTF-8",
      named("HTTP_HEADER", "x-user"),
      header(`${"ä".repeat(64)}1`),
      header(`${"ä".repeat(64)}2`),
      "together",
    ],
    [
      "HTTP_COOKIE",
      named("HTTP_COOKIE", "sid"),
      header("sid=a; x=1", "cookie"),
      header("x=2; sid=b", "cookie"),
      "apart",
    ],
    [
      "HTTP_COOKIE, same value",
      named("HTTP_COOKIE", "sid"),
      header("sid=a; x=1", "cookie"),
      header("x=2;sid=a", "cookie"),
      "together",
    ],
    [
      "HTTP_COOKIE, 129 bytes",
      named("HTTP_COOKIE", "sid"),
      header(`sid=${"a".repeat(128)}1`, "cookie"),
      header(`sid=${"a".repeat(128)}2`, "cookie"),
      "together",
    ],
    ["HTTP_COOKIE, absent", named("HTTP_COOKIE", "sid"), {}, header("x=2", "cookie"), "together"],
    ["HTTP_PATH", { enforce_on_key: "HTTP_PATH" }, { url: "https://a.dev/a" }, { url: "https://a.dev/b" }, "apart"],
    [
      "HTTP_PATH, other query",
      { enforce_on_key: "HTTP_PATH" },
      { url: "https://a.dev/a?1" },
      { url: "https://a.dev/a?2" },
      "together",
    ],
    [
      "XFF_IP",
      { enforce_on_key: "XFF_IP" },
      header("192.0.2.1, 10.0.0.1", "x-forwarded-for"),
      header("192.0.2.2, 10.0.0.1", "x-forwarded-for"),
      "apart",
    ],
    ["XFF_IP, no address", { enforce_on_key: "XFF_IP" }, header("unknown", "x-forwarded-for"), {}, "together"],
    [
      "USER_IP",
      { enforce_on_key: "USER_IP" },
      header("192.0.2.1", "true-client-ip"),
      header("192.0.2.2", "true-client-ip"),
      "apart",
      users,
    ],
    [
      "USER_IP, second header",
      { enforce_on_key: "USER_IP" },
      header("192.0.2.1", "x-other"),
      header("192.0.2.1", "true-client-ip"),
      "together",
      users,
    ],
    ["USER_IP, no address", { enforce_on_key: "USER_IP" }, header("unknown", "true-client-ip"), {}, "together", users],
    [
      "USER_IP, no headers configured",
      { enforce_on_key: "USER_IP" },
      header("192.0.2.1", "true-client-ip"),
      header("192.0.2.2", "true-client-ip"),
      "together",
    ],
    ["SNI", { enforce_on_key: "SNI" }, { url: "https://a.dev/" }, { url: "https://b.dev/" }, "apart"],
    [
      "SNI, given",
      { enforce_on_key: "SNI" },
      { url: "https://a.dev/", sni: "c.dev" },
      { url: "https://b.dev/", sni: "c.dev" },
      "together",
    ],
    ["SNI, none over http", { enforce_on_key: "SNI" }, { url: "http://a.dev/" }, { url: "http://b.dev/" }, "together"],
    ["REGION_CODE", { enforce_on_key: "REGION_CODE" }, { region: "DE" }, { region: "FR" }, "apart"],
    ["TLS_JA3_FINGERPRINT", { enforce_on_key: "TLS_JA3_FINGERPRINT" }, { ja3: "a" }, { ja3: "b" }, "apart"],
    ["TLS_JA4_FINGERPRINT", { enforce_on_key: "TLS_JA4_FINGERPRINT" }, { ja4: "a" }, { ja4: "b" }, "apart"],
    [
      "TLS_JA4_FINGERPRINT, absent",
      { enforce_on_key: "TLS_JA4_FINGERPRINT" },
      {},
      { address: "198.51.100.1" },
      "together",
    ],
  ])("count by %s", (_, options, first, second, expected, policy = {}) => {
    expect(counted(options, first, second, policy)).toBe(expected);
  });

  it("count by up to three keys together", () => {
    const configs = [
      { enforce_on_key_type: "HTTP_HEADER", enforce_on_key_name: "authorization" },
      { enforce_on_key_type: "IP" },
      { enforce_on_key_type: "TLS_JA4_FINGERPRINT" },
    ];
    const options = { enforce_on_key: "", enforce_on_key_configs: configs };
    const base = { headers: { authorization: "Bearer a" }, ja4: "t13d" };
    expect(counted(options, base, base)).toBe("together");
    expect(counted(options, base, { ...base, address: "198.51.100.1" })).toBe("apart");
    expect(counted(options, base, { ...base, ja4: "q13d" })).toBe("apart");
    expect(counted(options, base, { ...base, headers: { authorization: "Bearer b" } })).toBe("apart");
  });

  it("say when a key was not there", () => {
    const { notes, why } = firewallOf([limits(named("HTTP_HEADER", "x-user"))]).judge(plain);
    expect(notes).toContain(
      "limit: the request has no header x-user: HTTP_HEADER counts it with all others that have none",
    );
    expect(why).toBe("the 1st request in 60 seconds from everybody without header x-user, limit 2");
  });
});

describe("requests", () => {
  it("are refused when they can't be sent", () => {
    const firewall = firewallOf([]);
    const message = refusal(() => firewall.judge({ url: "/api", address: "localhost", at: -1 }));
    expect(message).toContain("'url' must be absolute and without spaces, got '/api'");
    expect(message).toContain("'address' must be an IPv4 or IPv6 address, got 'localhost'");
    expect(message).toContain("'at' must be 0 or later");
  });

  it("may come at the same time, but not run back in time", () => {
    const firewall = firewallOf([]);
    firewall.judge({ ...plain, at: 10 });
    expect(firewall.judge({ ...plain, at: 10 }).outcome).toBe("allow");
    expect(refusal(() => firewall.judge({ ...plain, at: 9.9 }))).toContain(
      "'at' must be 10 or later, the time of the request before, got 9.9",
    );
  });

  it("have a host from the URL and a length from the body, unless they say otherwise", () => {
    const has = (expression: string, request: Partial<WebRequest>) =>
      firewallOf([denies(expression)]).judge({ ...plain, ...request }).outcome;
    expect(has("request.headers['host'] == 'a.dev:8443'", { url: "https://a.dev:8443/" })).toBe("deny");
    expect(has("request.headers['host'] == 'b.dev'", { url: "https://a.dev/", headers: { HOST: "b.dev" } })).toBe(
      "deny",
    );
    expect(has("request.headers['content-length'] == '3'", { body: "aä" })).toBe("deny");
    expect(has("request.headers['content-length'] == '7'", { body: "aä", headers: { "Content-Length": "7" } })).toBe(
      "deny",
    );
    expect(
      has("has(request.headers['content-length'])", { body: "a", headers: { "Transfer-Encoding": "chunked" } }),
    ).toBe("allow");
    expect(has("has(request.headers['content-length'])", {})).toBe("allow");
  });

  it("have one value for a header that comes twice", () => {
    const firewall = firewallOf([denies("request.headers['x-a'] == '1,2'")]);
    expect(firewall.judge({ ...plain, headers: { "X-A": "1", "x-a": "2" } }).outcome).toBe("deny");
  });

  it("keep their path as it was written", () => {
    const firewall = firewallOf([denies("request.path == '/a/../%62'")]);
    expect(firewall.judge({ ...plain, url: "https://a.dev/a/../%62?q#f" }).outcome).toBe("deny");
  });
});
