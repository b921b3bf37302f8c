import { isRouted, podsBehind, policiesFor } from "../../facts/cluster-gateway";
import { numberAt } from "../../facts/cluster-objects";
import { portNumber } from "../../facts/cluster-pods";
import { type RenderedObject } from "../../rendered/rendered-cluster";
import { LOAD_BALANCERS, podEndpoints } from "../../reachability/endpoints";
import { Reachability } from "../../reachability/graph";
import { difference, port } from "../../reachability/ports";
import { backendsOf } from "../../facts/cluster-gateway";
import { blocksAt } from "../../rendered/rendered-stack";
import { NOT_APPLICABLE, verdict, type ObjectRule } from "../../rule";

/** Network policies let the load balancer and its health checks through to the pods behind a route. */
export const backendReachable: ObjectRule = {
  kinds: ["Service"],
  evaluate: (service, { cluster }) => {
    const pods = podsBehind(service, cluster);
    if (!isRouted(service, cluster) || pods.length === 0) {
      return NOT_APPLICABLE;
    }
    const graph = Reachability.of(cluster);
    const routed = cluster
      .ofKind("HTTPRoute")
      .flatMap(backendsOf)
      .filter(({ name, namespace }) => name === service.name && namespace === service.namespace)
      .map((backend) => backend.port);
    const targets = targetsOf(service, routed);
    const checked = policiesFor("HealthCheckPolicy", service, cluster).flatMap(({ object }) =>
      ["httpHealthCheck", "httpsHealthCheck", "http2HealthCheck", "grpcHealthCheck"].flatMap(
        (kind) => numberAt(object, `spec.default.config.${kind}.port`) ?? [],
      ),
    );
    return verdict(
      pods.flatMap((pod) => {
        const endpoint = podEndpoints(cluster).find((one) => one.name === pod.name && one.namespace === pod.namespace);
        const open = endpoint === undefined ? [] : graph.reach(LOAD_BALANCERS, endpoint).all;
        const ports = [...targets.flatMap((target) => portNumber(pod, target) ?? []), ...checked];
        return [...new Set(ports)]
          .filter((number) => endpoint !== undefined && difference(port(number), open).length > 0)
          .map(
            (number) =>
              `spec.ports lead to TCP ${number} of ${pod.name}, which ${LOAD_BALANCERS.ranges.join(" and ")} can't reach`,
          );
      }),
    );
  },
};

function targetsOf({ object }: RenderedObject, routed: readonly unknown[]): readonly unknown[] {
  return blocksAt(object, "spec.ports")
    .filter((one) => routed.includes(one.port))
    .map((one) => one.targetPort ?? one.port);
}
