import { expectAt } from "../../facts/gke-arguments";
import { clusterRule } from "../../facts/gke-cluster";

/** The bill says which namespace and which label cost what. */
export const gkeCostAllocation = clusterRule(({ arguments: cluster }) =>
  expectAt(cluster, "cost_management_config.enabled", true),
);
