import { DnsManagedZone } from "@cdktf/provider-google/lib/dns-managed-zone";
import { DnsRecordSet } from "@cdktf/provider-google/lib/dns-record-set";
import { type ITerraformDependable } from "cdktf";
import { type Construct } from "constructs";
import { dependOn } from "../core/dependencies";
import { ProjectServices } from "../core/project-services";
import { type DnsRecord, type EdgeDns } from "./dns";

/** A record and the id that it is made under. */
export interface IdentifiedRecord extends DnsRecord {
  readonly id: string;
}

/** What {@link keepNames} needs to know. */
export interface NameKeeping {
  /** The edge's project, where a zone is made. */
  readonly project: string;
  readonly dns: EdgeDns;
  readonly records: readonly IdentifiedRecord[];
  /** Seconds for which resolvers may keep the records. */
  readonly ttl: number;
  readonly preventDestroy: boolean;
}

/**
 * Makes the zone and the records, or leaves the records to somebody else.
 *
 * @returns the name servers of a zone that is made here
 */
export function keepNames(scope: Construct, names: NameKeeping): readonly string[] | undefined {
  const { project, dns, records, ttl } = names;
  if (dns.kind === "elsewhere") {
    return undefined;
  }
  const zoneProject = (dns.kind === "existing-zone" ? dns.project : undefined) ?? project;
  const enabled = ProjectServices.of(scope).enable(zoneProject, "dns.googleapis.com");
  const zone = dns.kind === "managed-zone" ? makeZone(scope, names, dns, enabled) : undefined;
  for (const { id, name, type, value } of records) {
    const set = new DnsRecordSet(scope, id, {
      project: zoneProject,
      managedZone: zone?.name ?? dns.zoneName,
      name,
      type,
      ttl,
      rrdatas: [value],
    });
    dependOn(set, ...enabled);
  }
  return zone?.nameServers;
}

function makeZone(
  scope: Construct,
  { project, preventDestroy }: NameKeeping,
  { zoneName, domain }: { readonly zoneName: string; readonly domain: string },
  enabled: readonly ITerraformDependable[],
): DnsManagedZone {
  const zone = new DnsManagedZone(scope, "Zone", {
    project,
    name: zoneName,
    dnsName: `${domain}.`,
    description: `Names of ${domain}`,
    visibility: "public",
    dnssecConfig: { state: "on" },
    forceDestroy: false,
    lifecycle: { preventDestroy },
  });
  dependOn(zone, ...enabled);
  return zone;
}
