import { expectAt } from "../../facts/gke-arguments";
import { clusterRule } from "../../facts/gke-cluster";

/** RBAC alone decides: legacy authorization gives every service account rights beyond it. */
export const gkeNoLegacyAbac = clusterRule(({ arguments: cluster }) =>
  expectAt(cluster, "enable_legacy_abac", false, undefined),
);
