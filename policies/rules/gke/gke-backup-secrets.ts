import { expectAt } from "../../facts/gke-arguments";
import { BACKUP_PLAN } from "../../facts/gke-backup";
import { type ResourceRule } from "../../rule";

/** Secrets are in the backup: pods that need them don't start after a restore, and Helm keeps its releases in them. */
export const gkeBackupSecrets: ResourceRule = {
  appliesTo: [BACKUP_PLAN],
  evaluate: ({ arguments: plan }) => expectAt(plan, "backup_config.include_secrets", true),
};
