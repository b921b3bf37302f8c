import { isAttached, listenersOf } from "../../facts/cluster-gateway";
import { blocksAt, valueAt } from "../../rendered/rendered-stack";
import { NOT_APPLICABLE, verdict, type ObjectRule } from "../../rule";

/** A redirect leads to HTTPS, and elsewhere than to where the request came from. */
export const httpRouteRedirectsSafely: ObjectRule = {
  kinds: ["HTTPRoute"],
  evaluate: (route, { cluster }) => {
    const redirects = blocksAt(route.object, "spec.rules")
      .flatMap((rule, index) =>
        blocksAt(rule, "filters").map((filter) => ({ filter, path: `spec.rules[${index}].filters` })),
      )
      .filter(({ filter }) => filter.type === "RequestRedirect");
    if (redirects.length === 0) {
      return NOT_APPLICABLE;
    }
    const isSecure = cluster
      .ofKind("Gateway")
      .some((gateway) =>
        listenersOf(gateway).some((listener) => listener.protocol === "HTTPS" && isAttached(route, gateway, listener)),
      );
    return verdict(
      redirects.flatMap(({ filter, path }) => {
        const to = (key: string): unknown => valueAt(filter, `requestRedirect.${key}`);
        const isSame = ["hostname", "path", "port"].every((key) => to(key) === undefined);
        return [
          ...(to("scheme") === "http" ? [`${path} redirects to HTTP`] : []),
          ...(isSecure && isSame ? [`${path} redirects HTTPS to the same address, for ever`] : []),
        ];
      }),
    );
  },
};
