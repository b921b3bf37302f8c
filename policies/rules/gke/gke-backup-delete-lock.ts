import { asNumber, readAt } from "../../facts/gke-arguments";
import { BACKUP_PLAN } from "../../facts/gke-backup";
import { shown, unknown, verdict, type ResourceRule } from "../../rule";

const PATH = "retention_policy.backup_delete_lock_days";

/** For some days nobody can delete a backup, whoever they are. */
export const gkeBackupDeleteLock: ResourceRule = {
  appliesTo: [BACKUP_PLAN],
  evaluate: ({ arguments: plan }) => {
    const reading = readAt(plan, PATH);
    if ("computed" in reading) {
      return unknown(reading.computed);
    }
    const days = asNumber(reading.value) ?? 0;
    return verdict(days >= 1 ? [] : [`${PATH} is ${shown(reading.value)}, not at least 1`]);
  },
};
