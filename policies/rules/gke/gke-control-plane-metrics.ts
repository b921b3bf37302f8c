import { expectItems } from "../../facts/gke-arguments";
import { clusterRule } from "../../facts/gke-cluster";

/** Metrics of the control plane are kept: how long the API server takes, and how many pods wait for a node. Off unless switched on. */
export const gkeControlPlaneMetrics = clusterRule(({ arguments: cluster }) =>
  expectItems(cluster, "monitoring_config.enable_components", ["APISERVER", "CONTROLLER_MANAGER", "SCHEDULER"], []),
);
