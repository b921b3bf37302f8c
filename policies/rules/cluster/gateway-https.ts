import { textMap } from "../../facts/cluster-objects";
import { certificateMapOf, CERTIFICATE_MAP, isGkeGateway, listenersOf, routesOf } from "../../facts/cluster-gateway";
import { blocksAt, valueAt } from "../../rendered/rendered-stack";
import { NOT_APPLICABLE, verdict, type ObjectRule } from "../../rule";
import { type RenderedObject } from "../../rendered/rendered-cluster";

/** Google's certificates of a listener. https://cloud.google.com/kubernetes-engine/docs/how-to/secure-gateway */
const PRESHARED = "networking.gke.io/pre-shared-certs";

/** A Gateway takes HTTPS with a certificate, and what arrives over HTTP is only redirected. */
export const gatewayHttps: ObjectRule = {
  kinds: ["Gateway"],
  evaluate: (gateway, { cluster }) => {
    if (!isGkeGateway(gateway)) {
      return NOT_APPLICABLE;
    }
    const listeners = listenersOf(gateway);
    const secure = listeners.filter(({ protocol }) => protocol === "HTTPS" || protocol === "TLS");
    const map = certificateMapOf(gateway) ?? "";
    return verdict([
      ...(secure.length === 0 ? ["spec.listeners have no HTTPS"] : []),
      ...secure.flatMap(({ path, block }) => {
        const own =
          blocksAt(block, "tls.certificateRefs").length > 0 ||
          textMap(valueAt(block, "tls.options"))[PRESHARED] !== undefined;
        return own || map !== ""
          ? []
          : [`${path} has no certificate: neither tls nor the annotation ${CERTIFICATE_MAP}`];
      }),
      ...listeners
        .filter(({ protocol }) => protocol === "HTTP")
        .flatMap((listener) => routesOf(gateway, listener, cluster).map((route) => ({ route, listener })))
        .filter(({ route }) => !onlyRedirects(route))
        .map(
          ({ route, listener }) => `${listener.path} takes HTTP, and ${route.name} answers it instead of redirecting`,
        ),
    ]);
  },
};

function onlyRedirects({ object }: RenderedObject): boolean {
  const rules = blocksAt(object, "spec.rules");
  return (
    rules.length > 0 &&
    rules.every((rule) =>
      blocksAt(rule, "filters").some(
        (filter) => filter.type === "RequestRedirect" && valueAt(filter, "requestRedirect.scheme") === "https",
      ),
    )
  );
}
