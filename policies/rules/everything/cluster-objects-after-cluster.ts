import { dependenciesOf } from "../../facts/terraform-graph";
import { NOT_APPLICABLE, verdict, type ResourceRule } from "../../rule";

const CLUSTER = "google_container_cluster";

/**
 * What lies in a cluster waits for the cluster of its stack, so that a destroy takes it away first. The provider's own reference to
 * the cluster is no order between the two: https://developer.hashicorp.com/terraform/language/providers/configuration
 */
export const clusterObjectsAfterCluster: ResourceRule = {
  appliesTo: "every",
  evaluate: (resource, stack) => {
    const clusters = stack.ofType(CLUSTER);
    if (!/^(kubernetes_|helm_release$)/.test(resource.type) || clusters.length !== 1) {
      return NOT_APPLICABLE;
    }
    const first = dependenciesOf(stack).of(resource);
    return verdict(
      clusters
        .filter(({ address }) => !first.has(address))
        .map(({ address }) => `depends_on lacks ${address}, which it lies in`),
    );
  },
};
