import { labelsOf, podsSelectedBy } from "../../facts/cluster-pods";
import { Reachability } from "../../reachability/graph";
import { verdict, type ObjectRule } from "../../rule";

/** A FQDNNetworkPolicy opens hosts for pods that a NetworkPolicy closes. */
export const fqdnPolicyAddsToDeny: ObjectRule = {
  kinds: ["FQDNNetworkPolicy"],
  evaluate: (policy, { cluster }) => {
    const graph = Reachability.of(cluster);
    return verdict(
      podsSelectedBy(policy, "spec.podSelector", cluster)
        .filter((one) => {
          const pods = {
            kind: "pods" as const,
            name: one.name,
            namespace: one.namespace,
            labels: labelsOf(one, cluster),
          };
          return graph.isolating(pods, "egress").length === 0;
        })
        .map(({ name }) => `spec.podSelector picks ${name}, which no NetworkPolicy closes for egress`),
    );
  },
};
