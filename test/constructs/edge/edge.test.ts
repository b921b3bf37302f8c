import { ComputeSecurityPolicy } from "@cdktf/provider-google/lib/compute-security-policy";
import { TerraformOutput, TerraformVariable, type ITerraformDependable, type TerraformStack } from "cdktf";
import { Construct } from "constructs";
import { type IWebFirewall } from "../../../constructs/cloud-armor";
import { Edge, EdgeDns, type EdgeProps, type EdgeService, type GatewayValues } from "../../../constructs/edge";
import { resolveChartValues, type ChartValues } from "../../../constructs/helm";
import { cliscaleLikeValues } from "../../support/chart-values";
import { newStack, renderStack, type Rendered } from "../../support/synth";

/** A policy without rules, as far as an edge sees one. */
class Firewall extends Construct implements IWebFirewall {
  public readonly policyName: string;
  public readonly ready: readonly ITerraformDependable[];

  public constructor(scope: Construct, id: string) {
    super(scope, id);
    const policy = new ComputeSecurityPolicy(this, "Resource", { project: "cliscale-test", name: "cliscale-web" });
    this.policyName = policy.name;
    this.ready = [policy];
  }
}

const hosts = ["cliscale.dev", "ws.cliscale.dev"];
const controller = { protocol: "http", port: "http", firewall: "open-to-the-internet" } as const;
const socket = { ...controller, protocol: "websocket", sessionTimeoutSeconds: 14_400 } as const;
const base = {
  project: "cliscale-test",
  name: "cliscale",
  hosts: { "cliscale.dev": { "/": "controller" }, "ws.cliscale.dev": { "/": "ws-gateway" } },
  services: { controller, "ws-gateway": socket },
  dns: EdgeDns.managedZone({ zoneName: "cliscale-dev", domain: "cliscale.dev" }),
} as const satisfies EdgeProps;

const build = (change: Partial<EdgeProps> = {}, stack: TerraformStack = newStack()): Edge =>
  new Edge(stack, "Edge", { ...base, ...change });
function edge(change: Partial<EdgeProps> = {}): Rendered {
  const stack = newStack();
  build(change, stack);
  return renderStack(stack);
}
const refusal = (change: Partial<EdgeProps>) => (): unknown => build(change);
/** Props with one service, to which the first host leads. */
const serving = (service: EdgeService): Partial<EdgeProps> => ({
  hosts: { "cliscale.dev": { "/": "web" } },
  services: { web: service },
});
const backend = (service: EdgeService) => build(serving(service)).gateway.services.web;
/** As a caller without types could write it. */
const wrong = (service: object): Partial<EdgeProps> => serving(service as EdgeService);
const outputs = (rendered: Rendered) =>
  Object.values((rendered.json.output ?? {}) as Record<string, { readonly value: unknown }>);

describe("Edge", () => {
  it("reserves one global address that Terraform won't give back", () => {
    expect(edge().only("google_compute_global_address")).toMatchObject({
      name: "cliscale",
      address_type: "EXTERNAL",
      ip_version: "IPV4",
      lifecycle: { prevent_destroy: true },
    });
    expect(edge({ allowDestroy: true }).only("google_compute_global_address").lifecycle).toEqual({
      prevent_destroy: false,
    });
  });

  it("offers TLS 1.2 or later with forward secrecy, unless old clients are named", () => {
    expect(edge().only("google_compute_ssl_policy")).toMatchObject({
      name: "cliscale",
      min_tls_version: "TLS_1_2",
      profile: "RESTRICTED",
    });
    expect(edge({ sslProfile: "MODERN" }).only("google_compute_ssl_policy")).toMatchObject({
      min_tls_version: "TLS_1_2",
      profile: "MODERN",
    });
  });

  it("has a certificate for each host, proved through DNS and handed out by the map", () => {
    const rendered = edge();
    for (const host of hosts) {
      const authorization = rendered.where("google_certificate_manager_dns_authorization", "domain", host);
      const certificate = rendered.where("google_certificate_manager_certificate", "name", authorization.name);
      expect(certificate.managed).toEqual({
        domains: [host],
        dns_authorizations: [expect.stringMatching(/^\$\{google_certificate_manager_dns_authorization\..+\.id\}$/)],
      });
      expect(rendered.where("google_certificate_manager_certificate_map_entry", "hostname", host)).toMatchObject({
        map: expect.stringMatching(/^\$\{google_certificate_manager_certificate_map\..+\.name\}$/) as string,
        certificates: [expect.stringMatching(/^\$\{google_certificate_manager_certificate\..+\.id\}$/)],
      });
    }
    expect(rendered.only("google_certificate_manager_certificate_map").name).toBe("cliscale");
  });

  it("gives hosts different certificate names within 63 characters", () => {
    const long = `${"a".repeat(60)}.cliscale.dev`;
    const names = edge({
      hosts: {
        "a-b.cliscale.dev": { "/": "controller" },
        "a.b.cliscale.dev": { "/": "ws-gateway" },
        [long]: { "/": "controller" },
      },
    })
      .resources("google_certificate_manager_certificate")
      .map((certificate) => certificate.name as string);
    expect(new Set(names).size).toBe(3);
    expect(names.every((name) => /^[a-z][a-z0-9-]{0,61}[a-z0-9]$/.test(name))).toBe(true);
    expect(names.find((name) => name.includes("a-b"))).toMatch(/^cliscale-a-b-cliscale-dev-[0-9a-f]{6}$/);
  });

  it("makes a signed public zone that Terraform won't destroy", () => {
    const zone = edge().only("google_dns_managed_zone");
    expect(zone).toMatchObject({
      name: "cliscale-dev",
      dns_name: "cliscale.dev.",
      visibility: "public",
      dnssec_config: { state: "on" },
      force_destroy: false,
    });
    expect(zone.lifecycle).toEqual({ prevent_destroy: true });
    expect(edge({ allowDestroy: true }).only("google_dns_managed_zone").lifecycle).toEqual({ prevent_destroy: false });
  });

  it("writes an address and an authorization record for each host into the zone", () => {
    const rendered = edge();
    const records = rendered.resources("google_dns_record_set");
    expect(records).toHaveLength(4);
    const address = rendered.where("google_dns_record_set", "name", "ws.cliscale.dev.");
    expect(address).toMatchObject({
      type: "A",
      ttl: 300,
      rrdatas: [expect.stringMatching(/^\$\{google_compute_global_address\..+\.address\}$/)],
    });
    expect(address.managed_zone).toMatch(/^\$\{google_dns_managed_zone\..+\.name\}$/);
    const proofs = records.filter((record) => record.type !== "A");
    expect(proofs).toHaveLength(2);
    expect(
      proofs.every((record) =>
        /^\$\{google_certificate_manager_dns_authorization\..+\.dns_resource_record\[0\]\.name\}$/.test(
          record.name as string,
        ),
      ),
    ).toBe(true);
    expect(
      proofs.every((record) => /dns_resource_record\[0\]\.data\}$/.test((record.rrdatas as string[]).join())),
    ).toBe(true);
  });

  it("tells the name servers of a zone that it made", () => {
    const stack = newStack();
    new TerraformOutput(stack, "NameServers", { value: build({}, stack).nameServers });
    expect(outputs(renderStack(stack)).map(({ value }) => value)).toEqual([
      expect.stringMatching(/^\$\{google_dns_managed_zone\..+\.name_servers\}$/),
    ]);
  });

  it("writes into a zone that is there, in another project too", () => {
    const rendered = edge({ dns: EdgeDns.existingZone({ zoneName: "company-zone", project: "company-dns" }) });
    expect(rendered.resources("google_dns_managed_zone")).toEqual([]);
    expect(rendered.where("google_dns_record_set", "name", "cliscale.dev.")).toMatchObject({
      managed_zone: "company-zone",
      project: "company-dns",
    });
    expect(
      edge({ dns: EdgeDns.existingZone({ zoneName: "own-zone" }) }).where(
        "google_dns_record_set",
        "name",
        "cliscale.dev.",
      ),
    ).toMatchObject({ project: "cliscale-test" });
  });

  it("says which records to create when names are kept elsewhere, and asks for no Cloud DNS", () => {
    const stack = newStack();
    const { records, nameServers } = build({ dns: EdgeDns.elsewhere() }, stack);
    new TerraformOutput(stack, "DnsRecords", { value: records });
    const rendered = renderStack(stack);
    expect(nameServers).toBeUndefined();
    expect(rendered.resources("google_dns_record_set")).toEqual([]);
    const [output] = outputs(rendered);
    expect(output?.value).toHaveLength(4);
    expect(output?.value).toContainEqual({
      name: "ws.cliscale.dev.",
      type: "A",
      value: expect.stringContaining("google_compute_global_address") as string,
    });
    expect(
      rendered
        .resources("google_project_service")
        .map((service) => service.service)
        .sort(),
    ).toEqual(["certificatemanager.googleapis.com", "compute.googleapis.com"]);
  });

  it("waits for the APIs it uses", () => {
    const rendered = edge();
    const waiting = [
      "google_compute_global_address",
      "google_compute_ssl_policy",
      "google_certificate_manager_certificate_map",
      "google_dns_managed_zone",
    ].map((type) => rendered.only(type));
    expect(
      [...waiting, ...rendered.resources("google_certificate_manager_dns_authorization")].every((resource) =>
        Array.isArray(resource.depends_on),
      ),
    ).toBe(true);
  });

  it("gives the chart names, as references", () => {
    const stack = newStack();
    const made = build({}, stack);
    new TerraformOutput(stack, "Names", {
      value: [made.addressName, made.certificateMapName, made.sslPolicyName, made.address],
    });
    expect(outputs(renderStack(stack)).map(({ value }) => value)).toContainEqual([
      expect.stringMatching(/google_compute_global_address\..+\.name/),
      expect.stringMatching(/google_certificate_manager_certificate_map\..+\.name/),
      expect.stringMatching(/google_compute_ssl_policy\..+\.name/),
      expect.stringMatching(/google_compute_global_address\..+\.address/),
    ]);
    expect(made.ready).toHaveLength(5);
    expect(made).toMatchObject({ hosts, sslProfile: "RESTRICTED", ttl: 300, preventDestroy: true });
  });

  it.each<readonly [string, Partial<EdgeProps>, string]>([
    ["no host", { hosts: {} }, "'hosts' must name at least one host"],
    [
      "a host with a wildcard",
      { hosts: { "*.cliscale.dev": { "/": "controller" } } },
      "'hosts' must be a fully qualified host name in lowercase, without a trailing dot, got '*.cliscale.dev'",
    ],
    ["a host with a trailing dot", { hosts: { "cliscale.dev.": { "/": "controller" } } }, "got 'cliscale.dev.'"],
    [
      "a host outside the zone",
      { hosts: { "notcliscale.dev": { "/": "controller" } } },
      "'hosts' must lie in the zone's domain cliscale.dev, got 'notcliscale.dev'",
    ],
    [
      "a bad zone name",
      { dns: EdgeDns.managedZone({ zoneName: "Cliscale", domain: "cliscale.dev" }) },
      "'dns.zoneName' must have 1 to 63 lowercase letters",
    ],
    [
      "a bad domain",
      { dns: EdgeDns.managedZone({ zoneName: "z", domain: "cliscale" }) },
      "'dns.domain' must be a fully qualified host name",
    ],
    [
      "a bad name of an existing zone",
      { dns: EdgeDns.existingZone({ zoneName: "-z", project: "x" }) },
      "'dns.project' must have 6 to 30",
    ],
    ["a bad name", { name: "Cliscale" }, "'name' must have 1 to 63 lowercase letters"],
    ["a bad project", { project: "x" }, "'project' must have 6 to 30"],
    ["a short time to live", { ttl: 29 }, "'ttl' must be a whole number between 30 and 86400 seconds, got 29"],
    ["a long time to live", { ttl: 86_401 }, "got 86401"],
  ])("refuses %s", (_, change, message) => {
    expect(refusal(change)).toThrow(message);
  });

  it("takes the limits of the time to live", () => {
    expect(edge({ ttl: 30 }).where("google_dns_record_set", "name", "cliscale.dev.").ttl).toBe(30);
    expect(refusal({ ttl: 86_400 })).not.toThrow();
  });

  it("reports every problem at once", () => {
    expect(refusal({ hosts: { a: { "/": "web" } }, name: "X" })).toThrow(
      /'name' must[\s\S]+'hosts' must be a fully[\s\S]+'hosts\.a\["\/"\]' must name one of the services, got 'web'/,
    );
  });
});

describe("Edge hands the chart its entry point", () => {
  it("complete: names, hosts, services and the answer to all other hosts", () => {
    const stack = newStack();
    const { gateway } = build({}, stack);
    expect(gateway).toMatchObject({ hosts: base.hosts, unmatched: { redirectTo: "cliscale.dev" } });
    new TerraformOutput(stack, "Names", {
      value: [gateway.addressName, gateway.certificateMapName, gateway.sslPolicyName],
    });
    expect(outputs(renderStack(stack)).map(({ value }) => value)).toContainEqual([
      expect.stringMatching(/google_compute_global_address\..+\.name/),
      expect.stringMatching(/google_certificate_manager_certificate_map\..+\.name/),
      expect.stringMatching(/google_compute_ssl_policy\..+\.name/),
    ]);
  });

  it("in the chart's own shape", () => {
    const gateway: NonNullable<ChartValues["gateway"]> = build().gateway satisfies GatewayValues;
    const values = cliscaleLikeValues();
    Object.assign(values.workloads?.["ws-gateway"]?.ports ?? {}, { http: 8081 });
    const resolved = resolveChartValues({ ...values, gateway });
    expect(resolved.problems).toEqual([]);
    expect(resolved.values?.gateway).toEqual(gateway);
  });

  it("with the defaults of a service that answers requests: 30 seconds, and every request is logged", () => {
    expect(backend(controller)).toEqual({
      protocol: "http",
      port: "http",
      securityPolicy: "open-to-the-internet",
      timeoutSeconds: 30,
      drainingTimeoutSeconds: 30,
      sessionAffinity: "NONE",
      cookieTtlSeconds: 0,
      loggedRequestsPerMillion: 1_000_000,
    });
  });

  it("with the defaults of WebSockets: five minutes to drain, and no request is logged", () => {
    expect(backend(socket)).toMatchObject({
      protocol: "websocket",
      timeoutSeconds: 14_400,
      drainingTimeoutSeconds: 300,
      loggedRequestsPerMillion: 0,
    });
  });

  it("with what the caller chose", () => {
    expect(
      backend({
        ...controller,
        timeoutSeconds: 60,
        drainSeconds: 10,
        sessionAffinity: "GENERATED_COOKIE",
        cookieTtlSeconds: 3600,
        requestLogs: "off",
      }),
    ).toMatchObject({
      timeoutSeconds: 60,
      drainingTimeoutSeconds: 10,
      sessionAffinity: "GENERATED_COOKIE",
      cookieTtlSeconds: 3600,
      loggedRequestsPerMillion: 0,
    });
    expect(backend({ ...socket, drainSeconds: 600, requestLogs: { perMillion: 1 } })).toMatchObject({
      drainingTimeoutSeconds: 600,
      loggedRequestsPerMillion: 1,
    });
  });

  it("with the name of each firewall, as a reference, and waits for its rules once", () => {
    const stack = newStack();
    const firewall = new Firewall(stack, "Firewall");
    const made = build(
      { services: { controller: { ...controller, firewall }, "ws-gateway": { ...socket, firewall } } },
      stack,
    );
    new TerraformOutput(stack, "Policies", {
      value: Object.values(made.gateway.services).map(({ securityPolicy }) => securityPolicy),
    });
    const reference = expect.stringMatching(/^\$\{google_compute_security_policy\..+\.name\}$/) as string;
    expect(outputs(renderStack(stack)).map(({ value }) => value)).toContainEqual([reference, reference]);
    expect(made.ready.filter((target) => target === firewall.ready[0])).toHaveLength(1);
  });

  it("with another answer to all other hosts when it is told to", () => {
    expect(build({ unmatched: { redirectTo: "ws.cliscale.dev" } }).gateway.unmatched).toEqual({
      redirectTo: "ws.cliscale.dev",
    });
    expect(build({ unmatched: { service: "controller" } }).gateway.unmatched).toEqual({ service: "controller" });
  });

  it.each<readonly [string, Partial<EdgeProps>, string]>([
    [
      "a host without a service for everything else",
      { hosts: { ...base.hosts, "cliscale.dev": { "/api": "controller" } } },
      '\'hosts["cliscale.dev"]\' must have the path "/", because GKE answers what no path matches with a backend that no firewall protects',
    ],
    [
      "a path that leads to no service",
      { hosts: { ...base.hosts, "cliscale.dev": { "/": "controler" } } },
      "'hosts[\"cliscale.dev\"][\"/\"]' must name one of the services, got 'controler'; choose one of controller, ws-gateway",
    ],
    [
      "a service that no host leads to",
      { services: { ...base.services, api: controller } },
      "'services.api' must be where a host's path leads to",
    ],
    [
      "a redirect of other hosts that could come back",
      { unmatched: { redirectTo: "www.cliscale.dev" } },
      "'unmatched.redirectTo' must be one of the hosts, or the redirect could lead here again without end, got 'www.cliscale.dev'",
    ],
    [
      "a service for other hosts that isn't there",
      { unmatched: { service: "web" } },
      "'unmatched.service' must name one of the services, got 'web'",
    ],
    [
      "a WebSocket of no time",
      serving({ ...socket, sessionTimeoutSeconds: 0 }),
      "'services.web.sessionTimeoutSeconds' must be a whole number between 1 and 86400 seconds, got 0; choose a value from 1 to 86400 (https://gcpdiag.dev/rules/lb/BP/2025_002)",
    ],
    ["a WebSocket of more than a day", serving({ ...socket, sessionTimeoutSeconds: 86_401 }), "got 86401"],
    [
      "a request of more than a day",
      serving({ ...controller, timeoutSeconds: 86_401 }),
      "'services.web.timeoutSeconds' must be a whole number between 1 and 86400 seconds, got 86401",
    ],
    [
      "a drain of more than an hour",
      serving({ ...socket, drainSeconds: 3601 }),
      "'services.web.drainSeconds' must be a whole number between 0 and 3600 seconds, got 3601; choose a value from 0 to 3600 (https://cloud.google.com/load-balancing/docs/enabling-connection-draining)",
    ],
    [
      "a cookie of more than two weeks",
      serving({ ...controller, sessionAffinity: "GENERATED_COOKIE", cookieTtlSeconds: 1_209_601 }),
      "'services.web.cookieTtlSeconds' must be a whole number between 0 and 1209600 seconds, got 1209601",
    ],
    [
      "the life of a cookie that there isn't",
      serving({ ...controller, sessionAffinity: "CLIENT_IP", cookieTtlSeconds: 60 }),
      "'services.web.cookieTtlSeconds' must be left out unless sessionAffinity is \"GENERATED_COOKIE\"",
    ],
    [
      "a log of no request, which is written as off",
      serving({ ...controller, requestLogs: { perMillion: 0 } }),
      "'services.web.requestLogs.perMillion' must be a whole number between 1 and 1000000, got 0; choose a value from 1 to 1000000, or \"off\" for none",
    ],
    ["a log of more than every request", serving({ ...controller, requestLogs: { perMillion: 1_000_001 } }), "1000001"],
    [
      "a WebSocket without the length of a session",
      wrong({ protocol: "websocket", port: "http", firewall: "open-to-the-internet" }),
      "'services.web.sessionTimeoutSeconds' must be set",
    ],
    [
      "a service without a word about its firewall",
      wrong({ protocol: "http", port: "http" }),
      "'services.web.firewall' must be a WebFirewall, or say that there is none",
    ],
  ])("and refuses %s", (_, change, message) => {
    expect(refusal(change)).toThrow(message);
  });

  it.each<readonly [string, EdgeService]>([
    ["a WebSocket of a second", { ...socket, sessionTimeoutSeconds: 1 }],
    ["a WebSocket of a day", { ...socket, sessionTimeoutSeconds: 86_400 }],
    ["no drain", { ...controller, drainSeconds: 0 }],
    ["a drain of an hour", { ...controller, drainSeconds: 3600 }],
    ["a cookie of two weeks", { ...controller, sessionAffinity: "GENERATED_COOKIE", cookieTtlSeconds: 1_209_600 }],
    ["a log of one request in a million", { ...controller, requestLogs: { perMillion: 1 } }],
  ])("and takes %s", (_, service) => {
    expect(refusal(serving(service))).not.toThrow();
  });

  it("and refuses hosts that only Terraform knows", () => {
    const host = new TerraformVariable(newStack(), "host", {}).stringValue;
    expect(refusal({ hosts: { [host]: { "/": "controller" } }, services: { controller } })).toThrow(
      "'hosts' must be known at synth, because routes and certificates are named after them",
    );
  });
});
