import { hostnamesOf, isAttached, listenersOf } from "../../facts/cluster-gateway";
import { type RenderedObject } from "../../rendered/rendered-cluster";
import { blocksAt } from "../../rendered/rendered-stack";
import { verdict, type ObjectRule } from "../../rule";

/** On one listener a host and a path have one route: of two the older wins, which after a restore may be the other. */
export const httpRoutesDistinct: ObjectRule = {
  kinds: ["Gateway"],
  evaluate: (gateway, { cluster }) =>
    verdict(
      listenersOf(gateway).flatMap((listener) => {
        const routes = cluster.ofKind("HTTPRoute").filter((route) => isAttached(route, gateway, listener));
        return routes.flatMap((route, index) =>
          routes
            .slice(index + 1)
            .filter((other) => matchesOf(route).some((match) => matchesOf(other).includes(match)))
            .map((other) => `${listener.path} has ${route.name} and ${other.name} for the same requests`),
        );
      }),
    ),
};

/** Every host with every condition, as text; a route without either takes everything. */
function matchesOf({ object }: RenderedObject): readonly string[] {
  const hosts = hostnamesOf(object);
  return (hosts.length === 0 ? ["*"] : hosts).flatMap((host) =>
    blocksAt(object, "spec.rules").flatMap((rule) => {
      const matches = blocksAt(rule, "matches");
      return (matches.length === 0 ? [{}] : matches).map((match) =>
        JSON.stringify([host, { path: { type: "PathPrefix", value: "/" }, ...match }]),
      );
    }),
  );
}
