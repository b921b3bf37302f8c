import { createHash } from "node:crypto";
import { CertificateManagerCertificateMap } from "@cdktf/provider-google/lib/certificate-manager-certificate-map";
import { ComputeGlobalAddress } from "@cdktf/provider-google/lib/compute-global-address";
import { ComputeSslPolicy } from "@cdktf/provider-google/lib/compute-ssl-policy";
import { DnsManagedZone } from "@cdktf/provider-google/lib/dns-managed-zone";
import { DnsRecordSet } from "@cdktf/provider-google/lib/dns-record-set";
import { type ITerraformDependable } from "cdktf";
import { Construct, type IConstruct } from "constructs";
import { dependOn } from "../core/dependencies";
import { NAME_RULES, nameProblem } from "../core/naming";
import { type ProjectScopedProps } from "../core/project-scoped";
import { ProjectServices } from "../core/project-services";
import { repeated, check, isKnown, outOfRange } from "../core/validation";
import { dnsProblems, type DnsRecord, type EdgeDns } from "./dns";
import { HostCertificate } from "./host-certificate";

/** Where the world comes in: what a Gateway needs to know. Names, because that is what its annotations take. */
export interface IEdge extends IConstruct {
  /** For `spec.addresses` of the Gateway, type NamedAddress. */
  readonly addressName: string;
  /** The IPv4 address itself. */
  readonly address: string;
  /** For the Gateway's annotation `networking.gke.io/certmap`. */
  readonly certificateMapName: string;
  /** For `GCPGatewayPolicy.spec.default.sslPolicy`. */
  readonly sslPolicyName: string;
}

/** Props of {@link Edge}. */
export interface EdgeProps extends ProjectScopedProps {
  /** The name of the address, the certificate map and the SSL policy, and the beginning of the certificates' names. */
  readonly name: string;
  /** The hosts that are served, each with a certificate of its own. No wildcards. */
  readonly hosts: readonly string[];
  /** Where the hosts' names are kept. */
  readonly dns: EdgeDns;
  /**
   * Which ciphers are offered. `MODERN` adds older ones, for old clients. TLS 1.2 is the least either way.
   * https://cloud.google.com/load-balancing/docs/ssl-policies-concepts
   * @default "RESTRICTED"
   */
  readonly sslProfile?: "RESTRICTED" | "MODERN";
  /**
   * Seconds for which resolvers may keep the hosts' addresses: 30 to 86400.
   * @default 300
   */
  readonly ttl?: number;
  /**
   * Lets Terraform destroy the address and the zone. Both come back different: another address, other name servers.
   * @default false
   */
  readonly allowDestroy?: boolean;
}

/**
 * The entry point: a global address that stays, a managed certificate for each host, an SSL policy, and the records
 * that lead here. The Gateway itself is in the chart, because only the cluster can make it.
 */
export class Edge extends Construct implements IEdge {
  public readonly addressName: string;
  public readonly address: string;
  public readonly certificateMapName: string;
  public readonly sslPolicyName: string;
  public readonly hosts: readonly string[];
  /** Every record that has to exist, wherever names are kept. Make them an output where somebody else creates them. */
  public readonly records: readonly DnsRecord[];
  /** The zone's name servers, for the parent domain, when the zone is made here. */
  public readonly nameServers: readonly string[] | undefined;
  /** What the Gateway waits for. */
  public readonly ready: readonly ITerraformDependable[];
  public readonly sslProfile: "RESTRICTED" | "MODERN";
  public readonly ttl: number;
  /** True when Terraform refuses to destroy the address and the zone. */
  public readonly preventDestroy: boolean;

  public constructor(scope: Construct, id: string, props: EdgeProps) {
    super(scope, id);
    const { project, name, dns } = props;
    this.hosts = [...props.hosts];
    this.sslProfile = props.sslProfile ?? "RESTRICTED";
    this.ttl = props.ttl ?? 300;
    this.preventDestroy = props.allowDestroy !== true;
    check(this, "Edge", [
      nameProblem(NAME_RULES.compute, "name", name),
      nameProblem(NAME_RULES.project, "project", project),
      this.hosts.length === 0 && {
        setting: "hosts",
        must: "name at least one host",
        fix: "add the host that is served",
      },
      ...this.hosts.map((host) => nameProblem(NAME_RULES.host, "hosts", host)),
      ...repeated(this.hosts.filter((host) => isKnown(host))).map((host) => ({
        setting: "hosts",
        value: host,
        must: "name each host once",
        fix: "remove the repetition",
      })),
      ...dnsProblems(dns, this.hosts),
      outOfRange("ttl", props.ttl, 30, 86_400, { unit: "seconds" }),
    ]);

    const lifecycle = { preventDestroy: this.preventDestroy };
    const services = ProjectServices.of(this);
    const address = new ComputeGlobalAddress(this, "Address", {
      project,
      name,
      addressType: "EXTERNAL",
      ipVersion: "IPV4",
      lifecycle,
    });
    const sslPolicy = new ComputeSslPolicy(this, "SslPolicy", {
      project,
      name,
      minTlsVersion: "TLS_1_2",
      profile: this.sslProfile,
    });
    dependOn(address, ...services.enable(project, "compute.googleapis.com"));
    dependOn(sslPolicy, ...services.enable(project, "compute.googleapis.com"));
    const map = new CertificateManagerCertificateMap(this, "Resource", { project, name });
    const certificateManager = services.enable(project, "certificatemanager.googleapis.com");
    dependOn(map, ...certificateManager);
    const certificates = this.hosts.map(
      (host) =>
        new HostCertificate(this, `Certificate-${host}`, {
          project,
          host,
          name: certificateName(name, host),
          certificateMap: map.name,
          dependsOn: certificateManager,
        }),
    );
    this.records = [
      ...this.hosts.map((host) => ({ name: `${host}.`, type: "A", value: address.address })),
      ...certificates.map((certificate) => certificate.authorizationRecord),
    ];
    this.nameServers = this.keepNames(props);

    this.addressName = address.name;
    this.address = address.address;
    this.certificateMapName = map.name;
    this.sslPolicyName = sslPolicy.name;
    this.ready = [address, sslPolicy, map, ...certificates.map(({ entry }) => entry)];
  }

  /** Makes the zone and the records, or leaves the records to somebody else. */
  private keepNames({ project, dns }: EdgeProps): readonly string[] | undefined {
    if (dns.kind === "elsewhere") {
      return undefined;
    }
    const zoneProject = (dns.kind === "existing-zone" ? dns.project : undefined) ?? project;
    const enabled = ProjectServices.of(this).enable(zoneProject, "dns.googleapis.com");
    const zone = dns.kind === "managed-zone" ? this.makeZone(project, dns.zoneName, dns.domain, enabled) : undefined;
    this.records.forEach((record, index) => {
      const isHost = index < this.hosts.length;
      const host = this.hosts[index % this.hosts.length] ?? "";
      const set = new DnsRecordSet(this, `${isHost ? "Record" : "AuthorizationRecord"}-${host}`, {
        project: zoneProject,
        managedZone: zone?.name ?? dns.zoneName,
        name: record.name,
        type: record.type,
        ttl: this.ttl,
        rrdatas: [record.value],
      });
      dependOn(set, ...enabled);
    });
    return zone?.nameServers;
  }

  private makeZone(
    project: string,
    name: string,
    domain: string,
    enabled: readonly ITerraformDependable[],
  ): DnsManagedZone {
    const zone = new DnsManagedZone(this, "Zone", {
      project,
      name,
      dnsName: `${domain}.`,
      description: `Names of ${domain}`,
      visibility: "public",
      dnssecConfig: { state: "on" },
      forceDestroy: false,
      lifecycle: { preventDestroy: this.preventDestroy },
    });
    dependOn(zone, ...enabled);
    return zone;
  }
}

/** https://cloud.google.com/certificate-manager/docs/reference/certificate-manager/rest/v1/projects.locations.certificates/create */
const MAX_CERTIFICATE_NAME = 63;

/**
 * Readable, and different for different hosts whatever their length: `a-b.example` and `a.b.example` would otherwise
 * become the same.
 */
function certificateName(name: string, host: string): string {
  const hash = createHash("sha256").update(host).digest("hex").slice(0, 6);
  const readable = `${name}-${host.replaceAll(".", "-")}`
    .slice(0, MAX_CERTIFICATE_NAME - hash.length - 1)
    .replace(/-+$/, "");
  return `${readable}-${hash}`;
}
