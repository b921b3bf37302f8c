import { NAME_RULES, nameProblem } from "../core/naming";
import { isKnown, type Finding } from "../core/validation";

/** Where the names of the hosts are kept. */
export type EdgeDns =
  /** A public zone that is made here, signed with DNSSEC. */
  | { readonly kind: "managed-zone"; readonly zoneName: string; readonly domain: string }
  /** A Cloud DNS zone that is there already. */
  | { readonly kind: "existing-zone"; readonly zoneName: string; readonly project?: string }
  /** Another DNS provider: the records to create become an output. */
  | { readonly kind: "elsewhere" };

/** Ways to name hosts. */
export const EdgeDns = {
  /**
   * @param options.zoneName the zone's name in Cloud DNS
   * @param options.domain the domain that the zone is for, without a trailing dot; every host must lie in it
   */
  managedZone: (options: { readonly zoneName: string; readonly domain: string }): EdgeDns => ({
    kind: "managed-zone",
    ...options,
  }),
  /**
   * @param options.zoneName the zone's name in Cloud DNS
   * @param options.project where the zone is, when not in the edge's project
   */
  existingZone: (options: { readonly zoneName: string; readonly project?: string }): EdgeDns => ({
    kind: "existing-zone",
    ...options,
  }),
  /** Creates no record. */
  elsewhere: (): EdgeDns => ({ kind: "elsewhere" }),
} as const;

/** A record that makes a host reachable, or proves that its certificate may be issued. */
export interface DnsRecord {
  /** Fully qualified, with a trailing dot. */
  readonly name: string;
  readonly type: string;
  readonly value: string;
}

/** https://cloud.google.com/dns/docs/reference/rest/v1/managedZones */
const ZONE_NAME = {
  ...NAME_RULES.compute,
  kind: "Cloud DNS zone",
  source: "https://cloud.google.com/dns/docs/reference/rest/v1/managedZones",
};

/** What is wrong with the choice, given the hosts that it has to serve. */
export function dnsProblems(dns: EdgeDns, hosts: readonly string[]): readonly Finding[] {
  if (dns.kind === "elsewhere") {
    return [];
  }
  if (dns.kind === "existing-zone") {
    return [
      nameProblem(ZONE_NAME, "dns.zoneName", dns.zoneName),
      nameProblem(NAME_RULES.project, "dns.project", dns.project),
    ];
  }
  return [
    nameProblem(ZONE_NAME, "dns.zoneName", dns.zoneName),
    nameProblem(NAME_RULES.host, "dns.domain", dns.domain),
    ...hosts.map(
      (host): Finding =>
        isKnown(host) &&
        isKnown(dns.domain) &&
        host !== dns.domain &&
        !host.endsWith(`.${dns.domain}`) && {
          setting: "hosts",
          value: host,
          must: `lie in the zone's domain ${dns.domain}`,
          fix: "correct the host, or use EdgeDns.elsewhere()",
        },
    ),
  ];
}
