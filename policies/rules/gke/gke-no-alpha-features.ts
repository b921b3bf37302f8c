import { expectAt } from "../../facts/gke-arguments";
import { clusterRule } from "../../facts/gke-cluster";

/** An alpha cluster gets no upgrades, has no service level, and is deleted after 30 days. */
export const gkeNoAlphaFeatures = clusterRule(({ arguments: cluster }) =>
  expectAt(cluster, "enable_kubernetes_alpha", false, undefined),
);
