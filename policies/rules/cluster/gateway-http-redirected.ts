import { isGkeGateway, listenersOf, routesOf } from "../../facts/cluster-gateway";
import { blocksAt } from "../../rendered/rendered-stack";
import { NOT_APPLICABLE, verdict, type ObjectRule } from "../../rule";

/** Whoever types an address without https gets there: a listener for HTTP has a route, for all hosts, that redirects. */
export const gatewayHttpRedirected: ObjectRule = {
  kinds: ["Gateway"],
  evaluate: (gateway, { cluster }) => {
    const plain = listenersOf(gateway).filter(({ protocol }) => protocol === "HTTP");
    if (!isGkeGateway(gateway) || plain.length === 0) {
      return NOT_APPLICABLE;
    }
    return verdict(
      plain
        .filter(
          (listener) =>
            !routesOf(gateway, listener, cluster).some(({ object }) =>
              blocksAt(object, "spec.rules").some((rule) =>
                blocksAt(rule, "filters").some(({ type }) => type === "RequestRedirect"),
              ),
            ),
        )
        .map(({ path }) => `${path} takes HTTP, and no route redirects it`),
    );
  },
};
