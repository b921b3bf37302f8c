import { expectArgument, type PolicyRule } from "../rule";

/** Terraform refuses to delete the cluster; that is the provider's default. */
export const gkeDeletionProtection: PolicyRule = {
  appliesTo: ["google_container_cluster"],
  evaluate: (cluster) => expectArgument(cluster, "deletion_protection", true, undefined),
};
