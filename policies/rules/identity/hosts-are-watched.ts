import { UPTIME } from "../../facts/monitoring";
import {
  blocksAt,
  isReference,
  isWritten,
  valueAt,
  type RenderedResource,
  type RenderedStack,
} from "../../rendered/rendered-stack";
import { NOT_APPLICABLE, unknown, verdict, type ResourceRule } from "../../rule";

/** Every host that the stack has a certificate for is asked from outside whether it answers. */
export const hostsAreWatched: ResourceRule = {
  appliesTo: ["google_certificate_manager_certificate_map_entry", "google_compute_managed_ssl_certificate"],
  evaluate: (resource, stack) => {
    const hosts = hostsOf(resource);
    const plain = hosts.filter((host) => isWritten(host) && !host.startsWith("*."));
    if (plain.length === 0) {
      return hosts.some(isReference) ? unknown("hostname") : NOT_APPLICABLE;
    }
    const watched = watchedHosts(stack);
    return watched.some(isReference)
      ? unknown("hostname")
      : verdict(plain.filter((host) => !watched.includes(host)).map((host) => `hostname "${host}" has no ${UPTIME}`));
  },
};

function hostsOf({ type, arguments: block }: RenderedResource): readonly string[] {
  const hosts: unknown =
    type === "google_compute_managed_ssl_certificate" ? valueAt(block, "managed.domains") : block.hostname;
  const listed: unknown =
    type === "google_compute_managed_ssl_certificate" ? blocksAt(block, "managed")[0]?.domains : [hosts];
  return (Array.isArray(listed) ? listed : []).flatMap((host) =>
    typeof host === "string" ? [host.replace(/\.$/, "")] : [],
  );
}

function watchedHosts(stack: RenderedStack): readonly string[] {
  return stack
    .ofType(UPTIME)
    .filter(({ arguments: check }) => valueAt(check, "monitored_resource.type") === "uptime_url")
    .flatMap(({ arguments: check }) => {
      const host = valueAt(check, "monitored_resource.labels.host");
      return typeof host === "string" ? [host] : [];
    });
}
