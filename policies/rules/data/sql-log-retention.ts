import { asNumber, readAt } from "../../facts/gke-arguments";
import { editionOf, INSTANCE, isReplica, LOG_DAYS } from "../../facts/sql";
import { COMPLIANT, NOT_APPLICABLE, shown, unknown, verdict, type ResourceRule } from "../../rule";

const DAYS = "settings.backup_configuration.transaction_log_retention_days";

/** What Cloud SQL keeps by itself in edition ENTERPRISE: https://cloud.google.com/sql/docs/postgres/backup-recovery/pitr */
const LEAST = 7;

/** Logs reach back a week, and not further than the edition keeps them. By itself Cloud SQL keeps 7 days, or 14. */
export const sqlLogRetention: ResourceRule = {
  appliesTo: [INSTANCE],
  evaluate: ({ arguments: block }) => {
    if (isReplica(block)) {
      return NOT_APPLICABLE;
    }
    const reading = readAt(block, DAYS);
    if ("computed" in reading) {
      return unknown(reading.computed);
    }
    if (reading.value === undefined) {
      return COMPLIANT;
    }
    const edition = editionOf(block);
    const most = LOG_DAYS.get(edition);
    const days = asNumber(reading.value) ?? 0;
    return verdict([
      ...(days < LEAST ? [`${DAYS} is ${shown(reading.value)}, not ${LEAST} or more`] : []),
      ...(most !== undefined && days > most
        ? [`${DAYS} is ${days}, and edition ${String(edition)} keeps ${most} at most`]
        : []),
    ]);
  },
};
