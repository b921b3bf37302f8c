import { listenersOf } from "../../facts/cluster-gateway";
import { textAt } from "../../facts/cluster-objects";
import { verdict, type ObjectRule } from "../../rule";

/** Not every namespace may hang routes on a Gateway, and so take over hosts. Without `allowedRoutes` it is the Gateway's own. */
export const gatewayConfinesRoutes: ObjectRule = {
  kinds: ["Gateway"],
  evaluate: (gateway) =>
    verdict(
      listenersOf(gateway)
        .filter(({ block }) => textAt(block, "allowedRoutes.namespaces.from") === "All")
        .map(({ path }) => `${path}.allowedRoutes.namespaces.from is "All", not "Same" or "Selector"`),
    ),
};
