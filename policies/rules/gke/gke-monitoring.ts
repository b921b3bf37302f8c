import { expectAt, expectItems } from "../../facts/gke-arguments";
import { clusterRule } from "../../facts/gke-cluster";
import { every } from "../../rule";

const USUAL = ["SYSTEM_COMPONENTS"];

/** Metrics of the system are kept. On when nothing is written; an empty list, which checkov's CKV_GCP_8 passes, keeps none. */
export const gkeMonitoring = clusterRule(({ arguments: cluster }) =>
  every(
    expectAt(cluster, "monitoring_service", "monitoring.googleapis.com/kubernetes", undefined),
    expectItems(cluster, "monitoring_config.enable_components", USUAL, USUAL),
  ),
);
