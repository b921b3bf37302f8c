import { asNumber, expectAt, readAt } from "../../facts/gke-arguments";
import { INSTANCE, isReplica } from "../../facts/sql";
import { blocksAt, isReference, valueAt, type Block } from "../../rendered/rendered-stack";
import { every, NOT_APPLICABLE, shown, unknown, verdict, type ResourceRule, type Verdict } from "../../rule";

const WINDOW = "settings.maintenance_window";
const DENY = "settings.deny_maintenance_period";

/** https://cloud.google.com/sql/docs/postgres/maintenance */
const LONGEST_DENIAL_DAYS = 90;
const MILLISECONDS_PER_DAY = 86_400_000;

/** Somebody chose when Google may restart the instance, and one with a standby is not among the first to be updated. */
export const sqlMaintenanceWindow: ResourceRule = {
  appliesTo: [INSTANCE],
  evaluate: ({ arguments: block }) =>
    // a replica is updated in its primary's window
    isReplica(block)
      ? NOT_APPLICABLE
      : every(
          inRange(block, `${WINDOW}.day`, 1, 7),
          inRange(block, `${WINDOW}.hour`, 0, 23),
          valueAt(block, "settings.availability_type") === "REGIONAL"
            ? expectAt(block, `${WINDOW}.update_track`, "stable", "week5")
            : verdict([]),
          ...blocksAt(block, DENY).map(denialOf),
        ),
};

function inRange(block: Block, path: string, least: number, most: number): Verdict {
  const reading = readAt(block, path);
  if ("computed" in reading) {
    return unknown(reading.computed);
  }
  const number = asNumber(reading.value);
  return verdict(
    number !== undefined && number >= least && number <= most
      ? []
      : [`${path} is ${shown(reading.value)}, not ${least} to ${most}`],
  );
}

function denialOf({ start_date: start, end_date: end }: Block): Verdict {
  if (isReference(start) || isReference(end)) {
    return unknown(`${DENY}.end_date`);
  }
  const [from, to] = [start, end].map((date) => Date.parse(`${String(date)}T00:00:00Z`));
  // a period without years comes again every year, and may run over its turn
  const days = from === undefined || to === undefined ? Number.NaN : (to - from) / MILLISECONDS_PER_DAY + 1;
  return verdict(
    Number.isNaN(days) || (days >= 1 && days <= LONGEST_DENIAL_DAYS)
      ? []
      : [`${DENY}.end_date is ${shown(end)}, not 0 to ${LONGEST_DENIAL_DAYS - 1} days after start_date`],
  );
}
