import { resolveSettings } from "../../environments";
import { addCliscale } from "../../stacks/cliscale";
import { edgeBackends, sessionProblems } from "../support/edge-backends";
import { edgeChains } from "../support/edge-chain";
import { edgeWorld, type EdgeWorld } from "../support/edge-world";
import { changed, exampleEnvironment, type Changes } from "../support/environments";
import { renderApp } from "../support/synth";

/** The edge of one environment of the example installation. */
function edgeOf(name: string, changes: Changes = {}): Promise<EdgeWorld> {
  const settings = resolveSettings([changed(name, changes)]);
  return edgeWorld(...renderApp((app) => settings.forEach((one) => addCliscale(app, one))).values());
}

function hostsOf(name: string): readonly string[] {
  const { domain, wsDomain } = exampleEnvironment(name);
  return [domain, wsDomain];
}

const ENVIRONMENTS = ["sandbox", "dev", "staging", "prod"] as const;
const CASES = ENVIRONMENTS.flatMap((name) =>
  (["one-stack", "two-stacks"] as const).map((layout) => ({ name, layout })),
);

describe.each(CASES)("the edge of $name as $layout", ({ name, layout }) => {
  let world: EdgeWorld;
  beforeAll(async () => {
    world = await edgeOf(name, { layout });
  }, 60_000);

  it("leads both hosts from their DNS records to ready pods", () => {
    const chains = edgeChains(world, hostsOf(name));

    expect(chains.map(({ host, broken }) => ({ host, broken }))).toEqual(
      hostsOf(name).map((host) => ({ host, broken: undefined })),
    );
    expect(chains.every(({ steps }) => steps.length >= 15)).toBe(true);
  });

  it("gives every backend a security policy, a timeout, a drain and a health check, and leaves nothing to GKE's default backend", () => {
    const { backends, problems } = edgeBackends(world);

    expect(problems).toEqual([]);
    expect(backends.map(({ service }) => service)).toEqual(
      expect.arrayContaining(["ws-cli/controller", "ws-cli/ws-gateway"]),
    );
  });

  it("lets a WebSocket live as long as the longest session, and end before its pod does", () => {
    const { wsDomain, runner } = exampleEnvironment(name);

    expect(sessionProblems(world, wsDomain, runner.maxSessionSeconds)).toEqual([]);
  });
});

describe("records that somebody else creates", () => {
  it("lead to the pods as well, as an output", async () => {
    const world = await edgeOf("prod", { dns: { kind: "elsewhere" } });
    const chains = edgeChains(world, hostsOf("prod"));

    expect(chains.map(({ broken }) => broken)).toEqual([undefined, undefined]);
    expect(chains[0]?.steps[0]).toBe("A record app.cliscale.dev. (output.dns_records)");
    expect(edgeChains({ ...world, records: [] }, hostsOf("prod"))[0]?.broken).toBe(
      "no A record has the name app.cliscale.dev.",
    );
  });
});

type Change = (world: EdgeWorld) => EdgeWorld;
type Path = string;

/** A copy with the value at a path, such as `spec.listeners.0.port`, replaced or, for undefined, taken away. */
function set<T>(target: T, path: Path, value: unknown): T {
  const copy = structuredClone(target);
  const steps = path.split("|");
  const last = steps.pop() ?? "";
  const parent = steps.reduce<unknown>((at, step) => (at as Record<string, unknown>)[step], copy) as Record<
    string,
    unknown
  >;
  if (!(last in parent)) {
    throw new Error(`nothing is at ${path}`);
  }
  if (value === undefined) {
    delete parent[last];
  } else {
    parent[last] = value;
  }
  return copy;
}

/** Replaces what matches with what `to` makes of it; fails when nothing matches, because then nothing was broken. */
function replace<T>(list: readonly T[], matches: (item: T) => boolean, to: (item: T) => readonly T[]): readonly T[] {
  if (!list.some(matches)) {
    throw new Error("there is nothing to break");
  }
  return list.flatMap((item) => (matches(item) ? to(item) : [item]));
}

const object =
  (kind: string, name: string, path: Path, value: unknown): Change =>
  (world) => ({
    ...world,
    objects: replace(
      world.objects,
      (one) => one.kind === kind && one.metadata.name === name,
      (one) => [set(one, path, value)],
    ),
  });

const withoutObject =
  (kind: string, name: string): Change =>
  (world) => ({
    ...world,
    objects: replace(
      world.objects,
      (one) => one.kind === kind && one.metadata.name === name,
      () => [],
    ),
  });

const resource =
  (type: string, name: string, path: Path, value: unknown): Change =>
  (world) => ({
    ...world,
    resources: replace(
      world.resources,
      (one) => one.type === type && String(one.attributes.name).startsWith(name),
      (one) => [set(one, `attributes|${path}`, value)],
    ),
  });

const withoutResource =
  (type: string, name: string): Change =>
  (world) => ({
    ...world,
    resources: replace(
      world.resources,
      (one) => one.type === type && String(one.attributes.name).startsWith(name),
      () => [],
    ),
  });

const record =
  (name: RegExp, path: Path, value: unknown): Change =>
  (world) => ({
    ...world,
    records: replace(
      world.records,
      (one) => name.test(`${one.type} ${one.name} ${one.from}`),
      (one) => [set(one, path, value)],
    ),
  });

const withoutRecord =
  (name: RegExp): Change =>
  (world) => ({
    ...world,
    records: replace(
      world.records,
      (one) => name.test(`${one.type} ${one.name} ${one.from}`),
      () => [],
    ),
  });

const HOST = "cliscale.test";
const NAME = "cliscale-sandbox";
const CERTIFICATE = "cliscale-sandbox-cliscale-test";
const A = /^A cliscale\.test\. /;
const PROOF = /AuthorizationRecord-cliscaletest_/;
const BACKEND_POLICY = "GCPBackendPolicy";

describe("a planted defect", () => {
  let sound: EdgeWorld;
  beforeAll(async () => {
    sound = await edgeOf("sandbox");
  });

  it.each<[string, Change, string | RegExp]>([
    ["the record is dropped", withoutRecord(A), "no A record has the name cliscale.test."],
    ["the record has another name", record(A, "name", "old.cliscale.test."), "no A record has the name cliscale.test."],
    [
      "the record leads elsewhere",
      record(A, "values", ["203.0.113.9"]),
      /^google_dns_record_set\.\S+ leads to 203\.0\.113\.9, which is no google_compute_global_address of the stack$/,
    ],
    [
      "the zone is for another domain",
      resource("google_dns_managed_zone", NAME, "dns_name", "cliscale.example."),
      /^google_dns_record_set\.\S+ lies outside of its zone's domain cliscale\.example\.$/,
    ],
    [
      "the zone is private",
      resource("google_dns_managed_zone", NAME, "visibility", "private"),
      /^the zone cliscale-sandbox of google_dns_record_set\.\S+ is private$/,
    ],
    [
      "the address is internal",
      resource("google_compute_global_address", NAME, "address_type", "INTERNAL"),
      /^google_compute_global_address\.\S+ is an internal address$/,
    ],
    [
      "the Gateway uses another address",
      object("Gateway", "cliscale", "spec|addresses|0|value", "other"),
      "no Gateway uses the address cliscale-sandbox: Gateway ws-cli/cliscale uses other",
    ],
    ["there is no Gateway", withoutObject("Gateway", "cliscale"), "no release has a Gateway"],
    [
      "the Gateway names no certificate map",
      object("Gateway", "cliscale", "metadata|annotations|networking.gke.io/certmap", undefined),
      "Gateway ws-cli/cliscale has no annotation networking.gke.io/certmap",
    ],
    [
      "the Gateway names another certificate map",
      object("Gateway", "cliscale", "metadata|annotations|networking.gke.io/certmap", "other"),
      "Gateway ws-cli/cliscale names the certificate map other, which is not in the stack",
    ],
    [
      "the map has no entry for the host",
      withoutResource("google_certificate_manager_certificate_map_entry", CERTIFICATE),
      "the certificate map cliscale-sandbox has no entry for cliscale.test",
    ],
    [
      "the entry is in another map",
      resource("google_certificate_manager_certificate_map_entry", CERTIFICATE, "map", "other"),
      "the certificate map cliscale-sandbox has no entry for cliscale.test",
    ],
    [
      "the entry hands out no certificate",
      resource("google_certificate_manager_certificate_map_entry", CERTIFICATE, "certificates", []),
      /^google_certificate_manager_certificate_map_entry\.\S+ names no certificate$/,
    ],
    [
      "the entry hands out a certificate that is not there",
      withoutResource("google_certificate_manager_certificate", CERTIFICATE),
      /names the certificate projects\/cliscale-sandbox\/\S+, which is not in the stack$/,
    ],
    [
      "the certificate is for another domain",
      resource("google_certificate_manager_certificate", CERTIFICATE, "managed|domains", ["ws.cliscale.test"]),
      /^google_certificate_manager_certificate\.\S+ is for ws\.cliscale\.test, not for cliscale\.test$/,
    ],
    [
      "the authorization is for another domain",
      resource("google_certificate_manager_dns_authorization", CERTIFICATE, "domain", "ws.cliscale.test"),
      /^google_certificate_manager_certificate\.\S+ has no DNS authorization for cliscale\.test$/,
    ],
    [
      "the authorization's record is dropped",
      withoutRecord(PROOF),
      /^no record proves the domain of google_certificate_manager_dns_authorization\.\S+$/,
    ],
    [
      "the authorization's record says something else",
      record(PROOF, "values", ["nobody.example."]),
      /^google_dns_record_set\.\S+ does not say what google_certificate_manager_dns_authorization\.\S+ asks for$/,
    ],
    [
      "the authorization's record is in another zone",
      record(PROOF, "zone", "other"),
      /^google_dns_record_set\.\S+ is in the zone other, but google_dns_record_set\.\S+ in cliscale-sandbox$/,
    ],
    [
      "the Gateway has no policy",
      withoutObject("GCPGatewayPolicy", "cliscale"),
      "0 GCPGatewayPolicies target Gateway ws-cli/cliscale, not exactly one",
    ],
    [
      "the Gateway's policy targets another Gateway",
      object("GCPGatewayPolicy", "cliscale", "spec|targetRef|name", "other"),
      "0 GCPGatewayPolicies target Gateway ws-cli/cliscale, not exactly one",
    ],
    [
      "the Gateway has no SSL policy",
      object("GCPGatewayPolicy", "cliscale", "spec|default|sslPolicy", undefined),
      "the GCPGatewayPolicy of Gateway ws-cli/cliscale names no SSL policy",
    ],
    [
      "the SSL policy does not exist",
      object("GCPGatewayPolicy", "cliscale", "spec|default|sslPolicy", "other"),
      "the GCPGatewayPolicy of Gateway ws-cli/cliscale names the SSL policy other, which is not in the stack",
    ],
    [
      "the SSL policy allows TLS 1.1",
      resource("google_compute_ssl_policy", NAME, "min_tls_version", "TLS_1_1"),
      /allows TLS_1_1 with the profile RESTRICTED, not TLS_1_2 and RESTRICTED$/,
    ],
    [
      "the SSL policy allows old ciphers",
      resource("google_compute_ssl_policy", NAME, "profile", "COMPATIBLE"),
      /allows TLS_1_2 with the profile COMPATIBLE, not TLS_1_2 and RESTRICTED$/,
    ],
    [
      "the Gateway does not listen for HTTPS",
      object("Gateway", "cliscale", "spec|listeners|0|protocol", "HTTP"),
      "Gateway ws-cli/cliscale has no HTTPS listener for cliscale.test",
    ],
    [
      "the listener is for another host",
      (world) =>
        object("Gateway", "cliscale", "spec|listeners|0", {
          name: "https",
          protocol: "HTTPS",
          port: 443,
          hostname: "ws.cliscale.test",
        })(world),
      "Gateway ws-cli/cliscale has no HTTPS listener for cliscale.test",
    ],
    [
      "the Gateway listens on another port",
      object("Gateway", "cliscale", "spec|listeners|0|port", 8443),
      "the listener https of Gateway ws-cli/cliscale is on port 8443, not 443",
    ],
    [
      "the route has another host",
      object("HTTPRoute", HOST, "spec|hostnames|0", "other.test"),
      "no HTTPRoute of the listener https of Gateway ws-cli/cliscale has the host cliscale.test",
    ],
    [
      "the route hangs on another Gateway",
      object("HTTPRoute", HOST, "spec|parentRefs|0|name", "other"),
      "no HTTPRoute of the listener https of Gateway ws-cli/cliscale has the host cliscale.test",
    ],
    [
      "the route hangs on another listener",
      object("HTTPRoute", HOST, "spec|parentRefs|0|sectionName", "http"),
      "no HTTPRoute of the listener https of Gateway ws-cli/cliscale has the host cliscale.test",
    ],
    [
      "the route takes only some paths",
      object("HTTPRoute", HOST, "spec|rules|0|matches", [{ path: { type: "PathPrefix", value: "/api" } }]),
      'HTTPRoute ws-cli/cliscale.test leads "/" of cliscale.test to no backend',
    ],
    [
      "the route leads to another Service",
      object("HTTPRoute", HOST, "spec|rules|0|backendRefs|0|name", "other"),
      "HTTPRoute ws-cli/cliscale.test leads to the Service ws-cli/other, which no release has",
    ],
    [
      "the route leads to another port",
      object("HTTPRoute", HOST, "spec|rules|0|backendRefs|0|port", 81),
      "HTTPRoute ws-cli/cliscale.test leads to port 81 of Service ws-cli/controller, which has 8080, 9090",
    ],
    [
      "the Service selects nothing",
      object("Service", "controller", "spec|selector|app.kubernetes.io/name", "other"),
      "Service ws-cli/controller selects the pods of no Deployment",
    ],
    [
      "the Service sends to a port that no container has",
      object("Service", "controller", "spec|ports|0|targetPort", 81),
      "Service ws-cli/controller sends to port 81, which no container of Deployment ws-cli/controller has",
    ],
    [
      "the health check is missing",
      withoutObject("HealthCheckPolicy", "controller"),
      "no HealthCheckPolicy targets Service ws-cli/controller",
    ],
    [
      "the health check asks another path",
      object("HealthCheckPolicy", "controller", "spec|default|config|httpHealthCheck|requestPath", "/"),
      "HealthCheckPolicy ws-cli/controller asks for / on port 8080, but the readiness probe of Deployment ws-cli/controller for /readyz on port 8080",
    ],
    [
      "the health check asks another port",
      object("HealthCheckPolicy", "controller", "spec|default|config|httpHealthCheck|port", 9090),
      "HealthCheckPolicy ws-cli/controller asks for /readyz on port 9090, but the readiness probe of Deployment ws-cli/controller for /readyz on port 8080",
    ],
    [
      "the network policy keeps the load balancer away",
      object("NetworkPolicy", "controller", "spec|ingress|0|from", [{ ipBlock: { cidr: "35.191.0.0/16" } }]),
      "no NetworkPolicy lets 130.211.0.0/22 reach port 8080 of Deployment ws-cli/controller",
    ],
    [
      "the network policy lets the load balancer reach half of its range",
      object("NetworkPolicy", "controller", "spec|ingress|0|from|0|ipBlock|cidr", "35.191.0.0/17"),
      "no NetworkPolicy lets 35.191.0.0/16 reach port 8080 of Deployment ws-cli/controller",
    ],
    [
      "the network policy opens another port",
      object("NetworkPolicy", "controller", "spec|ingress|0|ports", [{ protocol: "TCP", port: 9090 }]),
      "no NetworkPolicy lets 35.191.0.0/16 reach port 8080 of Deployment ws-cli/controller",
    ],
    [
      "clear text has no listener",
      object("Gateway", "cliscale", "spec|listeners|1|protocol", "TCP"),
      "Gateway ws-cli/cliscale has no HTTP listener that redirects",
    ],
    [
      "the redirect is removed",
      withoutObject("HTTPRoute", "cliscale-to-https"),
      "http://cliscale.test is not redirected: no HTTPRoute hangs on the listener http",
    ],
    [
      "the redirect keeps clear text",
      object("HTTPRoute", "cliscale-to-https", "spec|rules|0|filters|0|requestRedirect|scheme", "http"),
      "HTTPRoute ws-cli/cliscale-to-https answers http://cliscale.test with something else than a redirect to HTTPS",
    ],
    [
      "clear text reaches the pods",
      object("HTTPRoute", "cliscale-to-https", "spec|rules|0", { backendRefs: [{ name: "controller", port: 8080 }] }),
      "HTTPRoute ws-cli/cliscale-to-https answers http://cliscale.test with something else than a redirect to HTTPS",
    ],
  ])("breaks the chain where it is: %s", (_defect, change, sentence) => {
    expect(edgeChains(sound, [HOST])[0]?.broken).toBeUndefined();
    const broken = edgeChains(change(sound), [HOST])[0]?.broken;

    expect(broken).toEqual(typeof sentence === "string" ? sentence : expect.stringMatching(sentence));
  });

  it.each<[string, Change, string]>([
    [
      "the security policy is missing",
      object(BACKEND_POLICY, "controller", "spec|default|securityPolicy", undefined),
      "the Service ws-cli/controller has no security policy",
    ],
    [
      "the security policy does not exist",
      object(BACKEND_POLICY, "controller", "spec|default|securityPolicy", "other"),
      "the Service ws-cli/controller names the security policy other, which is not in the stack",
    ],
    [
      "the timeout is missing",
      object(BACKEND_POLICY, "controller", "spec|default|timeoutSec", undefined),
      "the Service ws-cli/controller has no timeout",
    ],
    [
      "the drain is missing",
      object(BACKEND_POLICY, "controller", "spec|default|connectionDraining", undefined),
      "the Service ws-cli/controller has no draining timeout",
    ],
    [
      "the whole policy is missing",
      withoutObject(BACKEND_POLICY, "ws-gateway"),
      "the Service ws-cli/ws-gateway has no security policy",
    ],
    [
      "the policy targets another Service",
      object(BACKEND_POLICY, "ws-gateway", "spec|targetRef|name", "other"),
      "the Service ws-cli/ws-gateway has no security policy",
    ],
    [
      "the health check is missing",
      withoutObject("HealthCheckPolicy", "ws-gateway"),
      "the Service ws-cli/ws-gateway has no HealthCheckPolicy",
    ],
    [
      "the route takes only some paths",
      object("HTTPRoute", HOST, "spec|rules|0|matches", [{ path: { type: "PathPrefix", value: "/api" } }]),
      "the listener https of Gateway ws-cli/cliscale leads not every path of cliscale.test: the others reach GKE's default backend",
    ],
    [
      "the route takes only some methods",
      object("HTTPRoute", HOST, "spec|rules|0|matches", [{ method: "GET" }]),
      "the listener https of Gateway ws-cli/cliscale leads not every path of cliscale.test: the others reach GKE's default backend",
    ],
    [
      "the catch-all is removed",
      withoutObject("HTTPRoute", "cliscale-unmatched"),
      "the listener https of Gateway ws-cli/cliscale has no catch-all: other hosts reach GKE's default backend, which has no security policy",
    ],
    [
      "the catch-all takes some hosts only",
      (world) => ({
        ...world,
        objects: replace(
          world.objects,
          ({ metadata }) => metadata.name === "cliscale-unmatched",
          (one) => [{ ...one, spec: { ...(one.spec as object), hostnames: [HOST] } }],
        ),
      }),
      "the listener https of Gateway ws-cli/cliscale has no catch-all: other hosts reach GKE's default backend, which has no security policy",
    ],
    [
      "the catch-all leads to a Service without a policy",
      object("HTTPRoute", "cliscale-unmatched", "spec|rules|0", { backendRefs: [{ name: "landing", port: 80 }] }),
      "the Service ws-cli/landing has no security policy",
    ],
    [
      "the redirect leaves some paths to the default backend",
      object("HTTPRoute", "cliscale-to-https", "spec|rules|0", {
        matches: [{ path: { type: "Exact", value: "/" } }],
        filters: [{ type: "RequestRedirect", requestRedirect: { scheme: "https" } }],
      }),
      "the listener http of Gateway ws-cli/cliscale has no catch-all: other hosts reach GKE's default backend, which has no security policy",
    ],
    [
      "the catch-all answers nothing",
      object("HTTPRoute", "cliscale-unmatched", "spec|rules|0|filters", undefined),
      "the listener https of Gateway ws-cli/cliscale has no catch-all: other hosts reach GKE's default backend, which has no security policy",
    ],
  ])("shows in the backends: %s", (_defect, change, sentence) => {
    expect(edgeBackends(sound).problems).not.toContain(sentence);

    expect(edgeBackends(change(sound)).problems).toContain(sentence);
  });

  const PRE_STOP = "spec|template|spec|containers|0|lifecycle|preStop|sleep|seconds";

  it.each<[string, Change, string]>([
    [
      "the timeout is shorter than a session",
      object(BACKEND_POLICY, "ws-gateway", "spec|default|timeoutSec", 14_399),
      "Service ws-cli/ws-gateway ends connections after 14399 s, but sessions last 14400 s",
    ],
    [
      "the timeout is the load balancer's own",
      withoutObject(BACKEND_POLICY, "ws-gateway"),
      "Service ws-cli/ws-gateway ends connections after 30 s, but sessions last 14400 s",
    ],
    [
      "the pods are killed while they wait",
      object("Deployment", "ws-gateway", PRE_STOP, 360),
      "the pods of Deployment ws-cli/ws-gateway are killed after 360 s, but wait 360 s before they stop",
    ],
    [
      "the pods stop before the load balancer lets go",
      object("Deployment", "ws-gateway", PRE_STOP, 299),
      "Service ws-cli/ws-gateway drains for 300 s, but its pods wait only 299 s before they stop",
    ],
    [
      "no route has the host",
      withoutObject("HTTPRoute", "ws.cliscale.test"),
      "no route leads ws.cliscale.test to a Service",
    ],
  ])("ends sessions early: %s", (_defect, change, sentence) => {
    expect(sessionProblems(sound, "ws.cliscale.test", 14_400)).toEqual([]);

    expect(sessionProblems(change(sound), "ws.cliscale.test", 14_400)).toEqual([sentence]);
  });
});
