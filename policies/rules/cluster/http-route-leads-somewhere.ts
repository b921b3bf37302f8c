import { backendsOf, hostnamesOf } from "../../facts/cluster-gateway";
import { named } from "../../facts/cluster-objects";
import { type RenderedCluster, type RenderedObject } from "../../rendered/rendered-cluster";
import { blocksAt } from "../../rendered/rendered-stack";
import { shown, verdict, type ObjectRule } from "../../rule";

/** A route hangs on a listener that exists, names its hosts, and leads to Services that exist or redirects. */
export const httpRouteLeadsSomewhere: ObjectRule = {
  kinds: ["HTTPRoute"],
  evaluate: (route, { cluster }) => {
    const parents = blocksAt(route.object, "spec.parentRefs");
    const rules = blocksAt(route.object, "spec.rules");
    return verdict([
      ...(parents.length === 0 ? ["spec.parentRefs are none, so that the route hangs on no Gateway"] : []),
      ...parents.flatMap((parent, index) => parentProblem(parent, `spec.parentRefs[${index}]`, route, cluster)),
      ...(rules.length === 0 ? ["spec.rules are none"] : []),
      ...rules.flatMap((rule, index) => {
        const redirects = blocksAt(rule, "filters").some(({ type }) => type === "RequestRedirect");
        return blocksAt(rule, "backendRefs").length > 0 || redirects
          ? []
          : [`spec.rules[${index}] has neither backendRefs nor a redirect`];
      }),
      ...backendsOf(route).flatMap(({ path, name, namespace, port }) => {
        const services = cluster.ofKind("Service", namespace);
        const service = named(services, name);
        if (service === undefined) {
          // Services of a namespace that the stack has none in are somebody else's
          return services.length === 0 && namespace !== route.namespace
            ? []
            : [`${path}.name is "${name}", and ${namespace} has no such Service`];
        }
        return blocksAt(service.object, "spec.ports").some((one) => one.port === port)
          ? []
          : [`${path}.port is ${shown(port)}, which Service ${name} hasn't`];
      }),
      ...(backendsOf(route).length > 0 && hostnamesOf(route.object).length === 0 && !listenersHaveHosts(route, cluster)
        ? ["spec.hostnames are none, so that the route answers for every host"]
        : []),
    ]);
  },
};

function gatewayOf(parent: Readonly<Record<string, unknown>>, route: RenderedObject, cluster: RenderedCluster) {
  const namespace = typeof parent.namespace === "string" ? parent.namespace : route.namespace;
  const gateways = cluster.ofKind("Gateway", namespace);
  return { gateways, gateway: named(gateways, parent.name) };
}

function parentProblem(
  parent: Readonly<Record<string, unknown>>,
  path: string,
  route: RenderedObject,
  cluster: RenderedCluster,
): readonly string[] {
  const { gateways, gateway } = gatewayOf(parent, route, cluster);
  if ((parent.kind ?? "Gateway") !== "Gateway" || (gateways.length === 0 && parent.namespace !== undefined)) {
    return [];
  }
  if (gateway === undefined) {
    return [`${path}.name is ${shown(parent.name)}, and there is no such Gateway`];
  }
  const { sectionName } = parent;
  return sectionName === undefined ||
    blocksAt(gateway.object, "spec.listeners").some(({ name }) => name === sectionName)
    ? []
    : [`${path}.sectionName is ${shown(sectionName)}, and Gateway ${gateway.name} has no such listener`];
}

function listenersHaveHosts(route: RenderedObject, cluster: RenderedCluster): boolean {
  return blocksAt(route.object, "spec.parentRefs").some((parent) => {
    const { gateway } = gatewayOf(parent, route, cluster);
    const listeners = gateway === undefined ? [] : blocksAt(gateway.object, "spec.listeners");
    return listeners.some(
      ({ name, hostname }) => name === (parent.sectionName ?? name) && typeof hostname === "string",
    );
  });
}
