import { asNumber, expectAt, readAt } from "../../facts/gke-arguments";
import { INSTANCE, isReplica } from "../../facts/sql";
import { valueAt } from "../../rendered/rendered-stack";
import { every, NOT_APPLICABLE, shown, unknown, verdict, type ResourceRule } from "../../rule";

const BACKUPS = "settings.backup_configuration";
const RETAINED = `${BACKUPS}.backup_retention_settings.retained_backups`;

/** A week of daily backups, which is also what Cloud SQL keeps by itself: https://cloud.google.com/sql/docs/postgres/backup-recovery/backups */
const LEAST = 7;

/** How many backups are kept is written out, a week of them at least, and one for each day of logs: a log is replayed on an older backup. */
export const sqlBackupRetention: ResourceRule = {
  appliesTo: [INSTANCE],
  evaluate: ({ arguments: block }) => {
    if (isReplica(block)) {
      return NOT_APPLICABLE;
    }
    const reading = readAt(block, RETAINED);
    if ("computed" in reading) {
      return unknown(reading.computed);
    }
    const retained = asNumber(reading.value);
    const logDays = asNumber(valueAt(block, `${BACKUPS}.transaction_log_retention_days`)) ?? LEAST;
    const least = Math.max(LEAST, logDays);
    return every(
      expectAt(block, `${BACKUPS}.backup_retention_settings.retention_unit`, "COUNT", undefined),
      verdict(
        retained !== undefined && retained >= least
          ? []
          : [`${RETAINED} is ${shown(reading.value)}, not ${least} or more, one for each day of logs`],
      ),
    );
  },
};
