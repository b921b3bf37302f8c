import { expectItems } from "../../facts/gke-arguments";
import { clusterRule } from "../../facts/gke-cluster";

/** Logs of the control plane are kept, which say why a pod wasn't scheduled or a request refused. Off unless switched on. */
export const gkeControlPlaneLogs = clusterRule(({ arguments: cluster }) =>
  expectItems(cluster, "logging_config.enable_components", ["APISERVER", "CONTROLLER_MANAGER", "SCHEDULER"], []),
);
