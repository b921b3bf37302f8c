import { hostnamesOf, isGkeGateway, listenersOf, routesOf } from "../../facts/cluster-gateway";
import { blocksAt, valueAt } from "../../rendered/rendered-stack";
import { NOT_APPLICABLE, verdict, type ObjectRule } from "../../rule";

/** For every other host GKE has a backend of its own, which no security policy protects, unless a route without hosts takes its place. */
export const gatewayAnswersUnmatched: ObjectRule = {
  kinds: ["Gateway"],
  evaluate: (gateway, { cluster }) => {
    const open = listenersOf(gateway).filter(
      ({ protocol, block }) => protocol === "HTTPS" && (block.hostname === undefined || block.hostname === ""),
    );
    if (!isGkeGateway(gateway) || open.length === 0) {
      return NOT_APPLICABLE;
    }
    return verdict(
      open
        .filter(
          (listener) =>
            !routesOf(gateway, listener, cluster).some(
              ({ object }) => hostnamesOf(object).length === 0 && blocksAt(object, "spec.rules").some(takesEverything),
            ),
        )
        .map(({ path }) => `${path} has no route without hostnames, so that other hosts get GKE's own backend`),
    );
  },
};

function takesEverything(rule: Parameters<typeof blocksAt>[0]): boolean {
  const matches = blocksAt(rule, "matches");
  return (
    matches.length === 0 ||
    matches.some(
      (match) =>
        Object.keys(match).every((key) => key === "path") &&
        (valueAt(match, "path.type") ?? "PathPrefix") === "PathPrefix" &&
        (valueAt(match, "path.value") ?? "/") === "/",
    )
  );
}
