import { expectAt, expectItems } from "../../facts/gke-arguments";
import { clusterRule } from "../../facts/gke-cluster";
import { every } from "../../rule";

const USUAL = ["SYSTEM_COMPONENTS", "WORKLOADS"];

/** Logs of the system and of workloads are kept. Both are on when nothing is written; an empty list, which checkov's CKV_GCP_1 passes, keeps none. */
export const gkeLogging = clusterRule(({ arguments: cluster }) =>
  every(
    expectAt(cluster, "logging_service", "logging.googleapis.com/kubernetes", undefined),
    expectItems(cluster, "logging_config.enable_components", USUAL, USUAL),
  ),
);
