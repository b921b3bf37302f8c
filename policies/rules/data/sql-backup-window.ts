import { readAt } from "../../facts/gke-arguments";
import { INSTANCE, isReplica } from "../../facts/sql";
import { NOT_APPLICABLE, shown, unknown, verdict, type ResourceRule } from "../../rule";

const START = "settings.backup_configuration.start_time";

/** Backups begin at a time that somebody chose: reads and writes are slower meanwhile. */
export const sqlBackupWindow: ResourceRule = {
  appliesTo: [INSTANCE],
  evaluate: ({ arguments: block }) => {
    if (isReplica(block)) {
      return NOT_APPLICABLE;
    }
    const reading = readAt(block, START);
    if ("computed" in reading) {
      return unknown(reading.computed);
    }
    const isTime = typeof reading.value === "string" && /^([01]\d|2[0-3]):[0-5]\d$/.test(reading.value);
    return verdict(isTime ? [] : [`${START} is ${shown(reading.value)}, not a time such as "02:00"`]);
  },
};
