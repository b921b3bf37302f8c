import { hostnamesOf } from "../../facts/cluster-gateway";
import { blocksAt, valueAt } from "../../rendered/rendered-stack";
import { NOT_APPLICABLE, verdict, type ObjectRule } from "../../rule";

/** A redirect to another host leads to one that the stack has a route for. */
export const httpRouteRedirectsHome: ObjectRule = {
  kinds: ["HTTPRoute"],
  evaluate: ({ object }, { cluster }) => {
    const hosts = cluster.ofKind("HTTPRoute").flatMap((route) => hostnamesOf(route.object));
    const targets = blocksAt(object, "spec.rules")
      .flatMap((rule) => blocksAt(rule, "filters"))
      .map((filter) => valueAt(filter, "requestRedirect.hostname"))
      .filter((host): host is string => typeof host === "string");
    if (targets.length === 0) {
      return NOT_APPLICABLE;
    }
    return verdict(
      targets
        .filter((host) => !hosts.includes(host) && !hosts.includes(host.replace(/^[^.]+/, "*")))
        .map((host) => `spec.rules redirect to "${host}", which no route of the stack is for`),
    );
  },
};
