import { readAt } from "../../facts/gke-arguments";
import { clusterRule } from "../../facts/gke-cluster";
import { hoursBetween, windowsInFourWeeks } from "../../facts/gke-maintenance";
import { blocksAt, isReference, type Block } from "../../rendered/rendered-stack";
import { COMPLIANT, shown, unknown, verdict, type Verdict } from "../../rule";

/**
 * GKE wants 48 hours in any 32 days, in windows of four hours at least.
 * https://cloud.google.com/kubernetes-engine/docs/concepts/maintenance-windows-and-exclusions#maintenance_windows
 */
const LEAST = { hours: 4, total: 48 } as const;
const POLICY = "maintenance_policy";
const WINDOW = `${POLICY}.recurring_window`;

/** Upgrades happen at times that somebody chose, and often enough that GKE takes them. */
export const gkeMaintenanceWindow = clusterRule(({ arguments: cluster }) => {
  const policy = readAt(cluster, POLICY);
  const daily = readAt(cluster, `${POLICY}.daily_maintenance_window.start_time`);
  const window = readAt(cluster, WINDOW);
  if ("computed" in policy || "computed" in daily || "computed" in window) {
    return unknown(POLICY);
  }
  const [recurring] = blocksAt(cluster, WINDOW);
  if (recurring !== undefined) {
    return judge(recurring);
  }
  return daily.value === undefined ? verdict([`${WINDOW} is absent, and so is daily_maintenance_window`]) : COMPLIANT;
});

function judge({ start_time: start, end_time: end, recurrence }: Block): Verdict {
  const reference = Object.entries({ start_time: start, end_time: end, recurrence }).find(([, value]) =>
    isReference(value),
  );
  if (reference !== undefined) {
    return unknown(`${WINDOW}.${reference[0]}`);
  }
  const hours = hoursBetween(start, end);
  if (hours === undefined || hours < LEAST.hours) {
    return verdict([`${WINDOW}.end_time is ${shown(end)}, not at least ${LEAST.hours} hours after ${shown(start)}`]);
  }
  if (typeof recurrence !== "string" || !recurrence.includes("FREQ=")) {
    return verdict([`${WINDOW}.recurrence is ${shown(recurrence)}, not a rule of RFC 5545`]);
  }
  const windows = windowsInFourWeeks(recurrence);
  // 32 days hold at least what 28 do, and a window that began before them
  return windows === undefined || windows * hours >= LEAST.total
    ? COMPLIANT
    : verdict([
        `${WINDOW}.recurrence is ${shown(recurrence)}: ${windows * hours} hours in four weeks, not at least ${LEAST.total}`,
      ]);
}
