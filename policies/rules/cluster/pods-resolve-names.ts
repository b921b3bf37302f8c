import { podEndpoints, CLOUD_DNS, KUBE_DNS, NODE_LOCAL_DNS } from "../../reachability/endpoints";
import { Reachability } from "../../reachability/graph";
import { readHostPolicies } from "../../reachability/policies";
import { difference, port, union } from "../../reachability/ports";
import { NOT_APPLICABLE, verdict, type ObjectRule } from "../../rule";

const DNS = union(port(53, "UDP"), port(53, "TCP"));

/** Pods that may connect to anything may ask for its name, over UDP and, for long answers, over TCP. */
export const podsResolveNames: ObjectRule = {
  kinds: "pods",
  evaluate: (one, { cluster }) => {
    const graph = Reachability.of(cluster);
    const endpoint = podEndpoints(cluster).find(
      ({ name, namespace }) => name === one.name && namespace === one.namespace,
    );
    const rules =
      endpoint === undefined ? [] : graph.isolating(endpoint, "egress").flatMap(({ egress = [] }) => egress);
    const hosts = readHostPolicies(cluster).some(
      ({ namespace, selects }) => namespace === one.namespace && endpoint !== undefined && selects(endpoint.labels),
    );
    if (endpoint === undefined || (rules.length === 0 && !hosts)) {
      return NOT_APPLICABLE;
    }
    const open = union(...[KUBE_DNS, NODE_LOCAL_DNS, CLOUD_DNS].map((server) => graph.reach(endpoint, server).all));
    const missing = difference(DNS, open);
    return verdict(
      missing.map(
        ({ protocol }) =>
          `${one.pod?.path} has pods that may connect to others, and not ask for names over ${protocol} 53`,
      ),
    );
  },
};
