import { TerraformOutput } from "cdktf";
import { Edge, EdgeDns, type EdgeProps } from "../../../constructs/edge";
import { newStack, render, renderStack, type Rendered } from "../../support/synth";

const base = {
  project: "cliscale-test",
  name: "cliscale",
  hosts: ["cliscale.dev", "ws.cliscale.dev"],
  dns: EdgeDns.managedZone({ zoneName: "cliscale-dev", domain: "cliscale.dev" }),
} as const satisfies EdgeProps;

const edge = (change: Partial<EdgeProps> = {}): Rendered =>
  render((stack) => new Edge(stack, "Edge", { ...base, ...change }));
const refusal = (change: Partial<EdgeProps>) => (): unknown => new Edge(newStack(), "Edge", { ...base, ...change });
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
    for (const host of base.hosts) {
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
    const names = edge({ hosts: ["a-b.cliscale.dev", "a.b.cliscale.dev", long] })
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
    new TerraformOutput(stack, "NameServers", { value: new Edge(stack, "Edge", base).nameServers });
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
    const { records, nameServers } = new Edge(stack, "Edge", { ...base, dns: EdgeDns.elsewhere() });
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
    const made = new Edge(stack, "Edge", base);
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
    expect(made).toMatchObject({ hosts: base.hosts, sslProfile: "RESTRICTED", ttl: 300, preventDestroy: true });
  });

  it.each<readonly [string, Partial<EdgeProps>, string]>([
    ["no host", { hosts: [] }, "'hosts' must name at least one host"],
    [
      "a host with a wildcard",
      { hosts: ["*.cliscale.dev"] },
      "'hosts' must be a fully qualified host name in lowercase, without a trailing dot, got '*.cliscale.dev'",
    ],
    ["a host with a trailing dot", { hosts: ["cliscale.dev."] }, "got 'cliscale.dev.'"],
    [
      "a host twice",
      { hosts: ["cliscale.dev", "cliscale.dev"] },
      "'hosts' must name each host once, got 'cliscale.dev'",
    ],
    [
      "a host outside the zone",
      { hosts: ["notcliscale.dev"] },
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
    expect(refusal({ hosts: ["a", "a"], name: "X" })).toThrow(
      /'name' must[\s\S]+'hosts' must be a fully[\s\S]+'hosts' must name each host once/,
    );
  });
});
