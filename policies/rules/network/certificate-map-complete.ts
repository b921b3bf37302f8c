import { isSame } from "../../facts/ranges-network";
import { certificateMapOf, isFor, publicGateways, publicHosts } from "../../facts/tls-hosts";
import { NOT_APPLICABLE, verdict, type ResourceRule } from "../../rule";

const PROXIES = ["google_compute_target_https_proxy", "google_compute_target_ssl_proxy"];

/** A certificate map is at a load balancer, and has a certificate for each host that is served there. */
export const certificateMapComplete: ResourceRule = {
  appliesTo: ["google_certificate_manager_certificate_map"],
  evaluate: (map, stack) => {
    const proxies = PROXIES.flatMap((type) => stack.ofType(type));
    const gateways = publicGateways(stack);
    const entries = stack
      .ofType("google_certificate_manager_certificate_map_entry")
      .filter((entry) => isSame(entry.arguments.map, `\${${map.address}.name}`, stack));
    const here = gateways.filter((gateway) => stack.refersTo(certificateMapOf(gateway), map));
    const used =
      here.length > 0 ||
      proxies.some((proxy) => isSame(proxy.arguments.certificate_map, `\${${map.address}.id}`, stack));
    if (gateways.length + proxies.length === 0) {
      return entries.length > 0
        ? NOT_APPLICABLE
        : verdict(["name is in no google_certificate_manager_certificate_map_entry"]);
    }
    const hosts = publicHosts(stack)
      .filter(({ gateway }) => here.includes(gateway))
      .map(({ host }) => host);
    const primary = entries.some(({ arguments: { matcher } }) => matcher === "PRIMARY");
    const lacking = hosts.filter(
      (host) => !primary && !entries.some(({ arguments: { hostname } }) => isFor(hostname, host)),
    );
    return verdict([
      ...(used ? [] : ["name is at no HTTPS proxy and in no Gateway's annotation networking.gke.io/certmap"]),
      ...[...new Set(lacking)].map((host) => `name: no entry of the map has a certificate for ${host}`),
    ]);
  },
};
