import { readAt } from "../../facts/gke-arguments";
import { clusterRule } from "../../facts/gke-cluster";
import { hoursBetween } from "../../facts/gke-maintenance";
import { blocksAt, isReference, valueAt, type Block } from "../../rendered/rendered-stack";
import { every, NOT_APPLICABLE, shown, unknown, verdict, type Verdict } from "../../rule";

const EXCLUSIONS = "maintenance_policy.maintenance_exclusion";
/**
 * Days that an exclusion may last, by its scope. Of everything: GKE's limit. Of minor versions: as long as a version is supported.
 * Of minor versions and nodes GKE has no limit; half a year is ours, since nodes get no security patches meanwhile.
 * https://cloud.google.com/kubernetes-engine/docs/concepts/maintenance-windows-and-exclusions#limitations-maint-exclusions,
 * https://cloud.google.com/kubernetes-engine/versioning#lifecycle
 */
const MOST_DAYS: ReadonlyMap<unknown, number> = new Map([
  ["NO_UPGRADES", 90],
  ["NO_MINOR_OR_NODE_UPGRADES", 180],
  ["NO_MINOR_UPGRADES", 425],
]);

/** An exclusion ends, and security patches don't wait for ever. Without a scope it holds off everything. */
export const gkeMaintenanceExclusions = clusterRule(({ arguments: cluster }) => {
  const exclusions = readAt(cluster, EXCLUSIONS);
  if ("computed" in exclusions) {
    return unknown(exclusions.computed);
  }
  const blocks = blocksAt(cluster, EXCLUSIONS);
  return blocks.length === 0 ? NOT_APPLICABLE : every(...blocks.map(judge));
});

function judge(exclusion: Block): Verdict {
  const { start_time: start, end_time: end } = exclusion;
  const scope = valueAt(exclusion, "exclusion_options.scope") ?? "NO_UPGRADES";
  if ([start, end, scope].some(isReference)) {
    return unknown(EXCLUSIONS);
  }
  const hours = hoursBetween(start, end);
  if (hours === undefined || hours <= 0) {
    return verdict([`${EXCLUSIONS}.end_time is ${shown(end)}, not after ${shown(start)}`]);
  }
  const most = MOST_DAYS.get(scope) ?? 0;
  const days = Math.round(hours / 24);
  return verdict(
    hours > most * 24
      ? [`${EXCLUSIONS}.end_time is ${shown(end)}, ${days} days after the start: at most ${most} with ${shown(scope)}`]
      : [],
  );
}
