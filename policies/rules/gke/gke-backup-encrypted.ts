import { expectPresentAt } from "../../facts/gke-arguments";
import { BACKUP_PLAN } from "../../facts/gke-backup";
import { expectKeyBeside } from "../../facts/gke-keys";
import { valueAt } from "../../rendered/rendered-stack";
import { every, type ResourceRule } from "../../rule";

const KEY = "backup_config.encryption_key.gcp_kms_encryption_key";

/** Backups are encrypted with a key of ours, in the region of the plan: they hold what the cluster holds, Secrets too. */
export const gkeBackupEncrypted: ResourceRule = {
  appliesTo: [BACKUP_PLAN],
  evaluate: ({ arguments: plan }, stack) =>
    every(expectPresentAt(plan, KEY), expectKeyBeside(plan, KEY, valueAt(plan, KEY), stack)),
};
