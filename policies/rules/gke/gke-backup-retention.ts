import { asNumber, readAt } from "../../facts/gke-arguments";
import { BACKUP_PLAN } from "../../facts/gke-backup";
import { shown, unknown, verdict, type ResourceRule } from "../../rule";

const PATH = "retention_policy.backup_retain_days";
/** A week: damage that shows on Monday may be from before the weekend. Cloud SQL keeps seven backups unless told otherwise. */
const LEAST = 7;

/** Backups are kept for a week at least. 0, the default, keeps them until somebody deletes them. */
export const gkeBackupRetention: ResourceRule = {
  appliesTo: [BACKUP_PLAN],
  evaluate: ({ arguments: plan }) => {
    const reading = readAt(plan, PATH);
    if ("computed" in reading) {
      return unknown(reading.computed);
    }
    const days = reading.value === undefined ? 0 : asNumber(reading.value);
    return verdict(
      days === 0 || (days !== undefined && days >= LEAST)
        ? []
        : [`${PATH} is ${shown(reading.value)}, not at least ${LEAST}`],
    );
  },
};
