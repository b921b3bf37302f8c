import { expectAt } from "../../facts/gke-arguments";
import { clusterRule } from "../../facts/gke-cluster";

/** Terraform refuses to delete the cluster; that is the provider's default. */
export const gkeDeletionProtection = clusterRule(({ arguments: cluster }) =>
  expectAt(cluster, "deletion_protection", true, undefined),
);
