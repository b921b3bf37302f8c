import { type EnvironmentSettings } from "../../environments";
import { type OutsideObject } from "../../sandbox/rehearsal/outside";

/** What an environment names and does not make: a DNS zone that exists, and the channel of a pager. */
export function outsideOf({
  dns,
  domain,
  wsDomain,
  monitoring,
  project,
}: EnvironmentSettings): readonly OutsideObject[] {
  const objects: OutsideObject[] = [];
  if (dns.kind === "existing-zone") {
    const owner = dns.project ?? project;
    const attributes = { name: dns.zoneName, project: owner, dns_name: `${commonDomain(domain, wsDomain) || domain}.` };
    objects.push({
      type: "google_dns_managed_zone",
      key: `projects/${owner}/managedZones/${dns.zoneName}`,
      attributes,
    });
  }
  if (monitoring.pagerChannelId !== undefined) {
    const attributes = { name: monitoring.pagerChannelId, project, type: "pagerduty" };
    objects.push({ type: "google_monitoring_notification_channel", key: monitoring.pagerChannelId, attributes });
  }
  return objects;
}

/** The domain that both lie in, empty when there is none: that of the zone, or one in it. */
function commonDomain(one: string, other: string): string {
  const [left, right] = [one.split(".").reverse(), other.split(".").reverse()];
  const different = left.findIndex((label, index) => label !== right[index]);
  return (different < 0 ? left : left.slice(0, different)).reverse().join(".");
}
