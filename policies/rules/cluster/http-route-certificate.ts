import { hostnamesOf } from "../../facts/cluster-gateway";
import { textsIn } from "../../facts/cluster-objects";
import { blocksAt, type RenderedStack } from "../../rendered/rendered-stack";
import { NOT_APPLICABLE, verdict, type ObjectRule } from "../../rule";

/** Each host of a route is one for which the stack has a certificate in a map, where it has such maps. */
export const httpRouteCertificate: ObjectRule = {
  kinds: ["HTTPRoute"],
  evaluate: ({ object }, stack) => {
    const certified = certifiedHosts(stack);
    const hosts = hostnamesOf(object);
    if (certified === undefined || hosts.length === 0) {
      return NOT_APPLICABLE;
    }
    return verdict(
      hosts
        .filter((host) => !certified.includes(host) && !certified.includes(host.replace(/^[^.]+/, "*")))
        .map((host) => `spec.hostnames has "${host}", and certificates are for ${certified.join(", ")}`),
    );
  },
};

/** Undefined when a host is computed, when a map answers for every host, or when there is no map. */
function certifiedHosts(stack: RenderedStack): readonly string[] | undefined {
  const entries = stack.ofType("google_certificate_manager_certificate_map_entry");
  const hosts: readonly unknown[] = entries.map(({ arguments: { hostname } }) => hostname);
  const managed = stack
    .ofType("google_certificate_manager_certificate")
    .flatMap((certificate) => blocksAt(certificate.arguments, "managed").flatMap(({ domains }) => textsIn(domains)));
  const known = [...textsIn(hosts), ...managed];
  const isClear =
    entries.length > 0 && textsIn(hosts).length === hosts.length && !known.some((one) => one.includes("${"));
  return isClear ? known : undefined;
}
