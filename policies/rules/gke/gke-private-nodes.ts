import { expectAt } from "../../facts/gke-arguments";
import { CLUSTER, NODE_POOL } from "../../facts/gke-cluster";
import { valueAt } from "../../rendered/rendered-stack";
import { NOT_APPLICABLE, type ResourceRule } from "../../rule";

/** Nodes have no public addresses. A block that is there but says false passes checkov's CKV_GCP_25, and a pool can differ from its cluster. */
export const gkePrivateNodes: ResourceRule = {
  appliesTo: [CLUSTER, NODE_POOL],
  evaluate: ({ type, arguments: block }) => {
    if (type === CLUSTER) {
      return expectAt(block, "private_cluster_config.enable_private_nodes", true);
    }
    const own = "network_config.enable_private_nodes";
    return valueAt(block, own) === undefined ? NOT_APPLICABLE : expectAt(block, own, true);
  },
};
