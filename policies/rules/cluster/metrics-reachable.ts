import { labelsOf, podsSelectedBy, portNumber, portsOf } from "../../facts/cluster-pods";
import { COLLECTORS } from "../../reachability/endpoints";
import { Reachability } from "../../reachability/graph";
import { difference, port } from "../../reachability/ports";
import { blocksAt } from "../../rendered/rendered-stack";
import { COMPLIANT, shown, verdict, type ObjectRule } from "../../rule";

/** A PodMonitoring picks pods, names a port of theirs, and network policies let the collectors in. */
export const metricsReachable: ObjectRule = {
  kinds: ["PodMonitoring"],
  evaluate: (monitoring, { cluster }) => {
    const pods = podsSelectedBy(monitoring, "spec.selector", cluster);
    const endpoints = blocksAt(monitoring.object, "spec.endpoints");
    if (pods.length === 0) {
      return cluster.unknown.length > 0
        ? COMPLIANT
        : verdict([`spec.selector picks no pod of ${monitoring.namespace}`]);
    }
    const graph = Reachability.of(cluster);
    return verdict([
      ...(endpoints.length === 0 ? ["spec.endpoints are none"] : []),
      ...endpoints.flatMap((endpoint, index) =>
        pods.flatMap((pod) => {
          const path = `spec.endpoints[${index}].port`;
          const number = portNumber(pod, endpoint.port);
          const listens = number !== undefined && portsOf(pod).some((one) => one.port === number);
          if (number === undefined || (!listens && portsOf(pod).length > 0)) {
            return [`${path} is ${shown(endpoint.port)}, which no container of ${pod.name} has`];
          }
          const to = {
            kind: "pods" as const,
            name: pod.name,
            namespace: pod.namespace,
            labels: labelsOf(pod, cluster),
            ports: portsOf(pod),
          };
          const isOpen = COLLECTORS.some((from) => difference(port(number), graph.reach(from, to).all).length === 0);
          return isOpen ? [] : [`${path} is ${shown(endpoint.port)}, which the collectors can't reach on ${pod.name}`];
        }),
      ),
    ]);
  },
};
