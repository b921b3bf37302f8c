import { expectAt, readAt } from "../../facts/gke-arguments";
import { clusterOf, nodeRule } from "../../facts/gke-cluster";
import { COMPLIANT, shown, verdict } from "../../rule";

/**
 * Pods ask GKE's metadata server, which answers with their own identity, and never that of the node. It is the default of pools in a
 * cluster with Workload Identity: https://cloud.google.com/kubernetes-engine/docs/how-to/workload-identity#enable_on_clusters_and_node_pools
 */
export const gkeMetadataServer = nodeRule(
  ({ block, config }, stack) => {
    const path = `${config}workload_metadata_config.mode`;
    const reading = readAt(block, path);
    if ("computed" in reading || reading.value !== undefined) {
      return expectAt(block, path, "GKE_METADATA");
    }
    const cluster = clusterOf(block.cluster, stack)?.arguments ?? block;
    const pool = readAt(cluster, "workload_identity_config.workload_pool");
    const byDefault = "computed" in pool || (pool.value ?? "") !== "";
    return byDefault ? COMPLIANT : verdict([`${path} is ${shown(undefined)}, not "GKE_METADATA"`]);
  },
  ["pool", "first pool"],
);
