import { expectAt } from "../../facts/gke-arguments";
import { CLUSTER } from "../../facts/gke-cluster";
import { type ResourceRule } from "../../rule";

/** Terraform refuses a plan that would destroy or replace the cluster or its backups, before it touches anything else. */
export const gkePreventDestroy: ResourceRule = {
  appliesTo: [CLUSTER, "google_gke_backup_backup_plan"],
  evaluate: ({ arguments: block }) => expectAt(block, "lifecycle.prevent_destroy", true),
};
