import { readAt } from "../../facts/gke-arguments";
import { clusterRule } from "../../facts/gke-cluster";
import { shown, unknown, verdict } from "../../rule";

/** The control plane runs in three zones: that of one zone is away during every upgrade of it. */
export const gkeRegional = clusterRule(({ arguments: cluster }) => {
  const location = readAt(cluster, "location");
  if ("computed" in location) {
    return unknown("location");
  }
  return verdict(
    /^[a-z]+-[a-z]+\d+$/.test(String(location.value)) ? [] : [`location is ${shown(location.value)}, not a region`],
  );
});
