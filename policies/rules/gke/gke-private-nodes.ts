import { expectArgument, type ResourceRule } from "../../rule";

/** Nodes have no public addresses. A block that is there but says false passes checkov's CKV_GCP_25. */
export const gkePrivateNodes: ResourceRule = {
  appliesTo: ["google_container_cluster"],
  evaluate: (cluster) => expectArgument(cluster, "private_cluster_config.enable_private_nodes", true),
};
