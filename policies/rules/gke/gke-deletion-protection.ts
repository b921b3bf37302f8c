import { expectArgument, type ResourceRule } from "../../rule";

/** Terraform refuses to delete the cluster; that is the provider's default. */
export const gkeDeletionProtection: ResourceRule = {
  appliesTo: ["google_container_cluster"],
  evaluate: (cluster) => expectArgument(cluster, "deletion_protection", true, undefined),
};
