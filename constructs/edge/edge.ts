import { createHash } from "node:crypto";
import { CertificateManagerCertificateMap } from "@cdktf/provider-google/lib/certificate-manager-certificate-map";
import { ComputeGlobalAddress } from "@cdktf/provider-google/lib/compute-global-address";
import { ComputeSslPolicy } from "@cdktf/provider-google/lib/compute-ssl-policy";
import { type ITerraformDependable } from "cdktf";
import { Construct, type IConstruct } from "constructs";
import { dependOn } from "../core/dependencies";
import { routingProblems, type HostRoutes } from "../core/http-routing";
import { NAME_RULES, nameProblem } from "../core/naming";
import { type ProjectScopedProps } from "../core/project-scoped";
import { ProjectServices } from "../core/project-services";
import { check, outOfRange } from "../core/validation";
import { dnsProblems, type DnsRecord, type EdgeDns } from "./dns";
import { type GatewayValues, type Unmatched } from "./gateway-values";
import { HostCertificate } from "./host-certificate";
import { keepNames } from "./records";
import { firewallsReady, resolveService, serviceProblems, type EdgeService } from "./services";

/** Where the world comes in: what a Gateway needs to know. Names, because that is what its annotations take. */
export interface IEdge extends IConstruct {
  /** All of it, as the chart takes it: `values.gateway` of a `HelmRelease`. */
  readonly gateway: GatewayValues;
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
  /**
   * The hosts that are served, each with a certificate of its own, and which service answers below which path:
   * `{ "acme.dev": { "/": "web", "/api": "api" } }`. The longest prefix wins. Every host needs "/"; no wildcards.
   */
  readonly hosts: HostRoutes;
  /** The services, by the names of their workloads. */
  readonly services: Readonly<Record<string, EdgeService>>;
  /**
   * What happens to requests for any other host. A redirect has no backend, so nothing is left without a firewall; a
   * service has its own.
   * @default - a redirect (302) to the first host
   */
  readonly unmatched?: Unmatched;
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
 * that lead here. The Gateway, its routes and the policies of its backends are in the chart, because only the cluster
 * can make them; `gateway` says everything that they need.
 */
export class Edge extends Construct implements IEdge {
  public readonly addressName: string;
  public readonly address: string;
  public readonly certificateMapName: string;
  public readonly sslPolicyName: string;
  public readonly gateway: GatewayValues;
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
    const { project, name, dns, services } = props;
    this.hosts = Object.keys(props.hosts);
    this.sslProfile = props.sslProfile ?? "RESTRICTED";
    this.ttl = props.ttl ?? 300;
    this.preventDestroy = props.allowDestroy !== true;
    const unmatched = props.unmatched ?? { redirectTo: this.hosts[0] ?? "" };
    check(this, "Edge", [
      nameProblem(NAME_RULES.compute, "name", name),
      nameProblem(NAME_RULES.project, "project", project),
      ...routingProblems({ hosts: props.hosts, services: Object.keys(services), unmatched }),
      ...Object.entries(services).flatMap(([service, settings]) => serviceProblems(service, settings)),
      ...dnsProblems(dns, this.hosts),
      outOfRange("ttl", props.ttl, 30, 86_400, { unit: "seconds" }),
    ]);

    const lifecycle = { preventDestroy: this.preventDestroy };
    const apis = ProjectServices.of(this);
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
    dependOn(address, ...apis.enable(project, "compute.googleapis.com"));
    dependOn(sslPolicy, ...apis.enable(project, "compute.googleapis.com"));
    const map = new CertificateManagerCertificateMap(this, "Resource", { project, name });
    const certificateManager = apis.enable(project, "certificatemanager.googleapis.com");
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
    const records = [
      ...this.hosts.map((host) => ({ id: `Record-${host}`, name: `${host}.`, type: "A", value: address.address })),
      ...certificates.map(({ host, authorizationRecord }) => ({
        id: `AuthorizationRecord-${host}`,
        ...authorizationRecord,
      })),
    ];
    this.records = records.map(({ name, type, value }) => ({ name, type, value }));
    this.nameServers = keepNames(this, { project, dns, records, ttl: this.ttl, preventDestroy: this.preventDestroy });

    this.addressName = address.name;
    this.address = address.address;
    this.certificateMapName = map.name;
    this.sslPolicyName = sslPolicy.name;
    this.gateway = {
      addressName: this.addressName,
      certificateMapName: this.certificateMapName,
      sslPolicyName: this.sslPolicyName,
      hosts: props.hosts,
      unmatched,
      services: Object.fromEntries(
        Object.entries(services).map(([service, settings]) => [service, resolveService(settings)]),
      ),
    };
    this.ready = [
      address,
      sslPolicy,
      map,
      ...certificates.map(({ entry }) => entry),
      ...firewallsReady(Object.values(services)),
    ];
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
