import { readAt } from "../../facts/gke-arguments";
import { clusterRule } from "../../facts/gke-cluster";
import { blocksAt, type Block } from "../../rendered/rendered-stack";
import { COMPLIANT, shown, unknown, verdict } from "../../rule";

/** The cluster has labels, its own or those of the provider, so that bills and searches can tell it apart. */
export const gkeResourceLabels = clusterRule(({ arguments: cluster }, stack) => {
  const labels = readAt(cluster, "resource_labels");
  if ("computed" in labels) {
    return unknown(labels.computed);
  }
  const json: Block = stack.json;
  const byProvider = ["google", "google-beta"].flatMap((name) => blocksAt(json, `provider.${name}`));
  const some = [labels.value, ...byProvider.map((provider) => provider.default_labels)].some(hasEntries);
  return some ? COMPLIANT : verdict([`resource_labels is ${shown(labels.value)}`]);
});

function hasEntries(value: unknown): boolean {
  return typeof value === "string"
    ? value !== ""
    : typeof value === "object" && value !== null && Object.keys(value).length > 0;
}
