import { expectAt } from "../../facts/gke-arguments";
import { clusterRule } from "../../facts/gke-cluster";

/** GKE collects the metrics that workloads offer. On in new clusters unless switched off. */
export const gkeManagedPrometheus = clusterRule(({ arguments: cluster }) =>
  expectAt(cluster, "monitoring_config.managed_prometheus.enabled", true, undefined),
);
