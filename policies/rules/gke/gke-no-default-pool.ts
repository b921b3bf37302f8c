import { isOn, readAt } from "../../facts/gke-arguments";
import { standardRule } from "../../facts/gke-cluster";
import { blocksAt } from "../../rendered/rendered-stack";
import { unknown, verdict } from "../../rule";

/** Node pools are resources of their own: a change of one inside the cluster replaces the cluster. */
export const gkeNoDefaultPool = standardRule(({ arguments: cluster }) => {
  const removed = readAt(cluster, "remove_default_node_pool");
  if ("computed" in removed) {
    return unknown(removed.computed);
  }
  const inline = blocksAt(cluster, "node_pool").length;
  return verdict(
    isOn(removed.value)
      ? []
      : [
          inline > 0
            ? `node_pool is written inside the cluster`
            : "remove_default_node_pool is not true: the first pool stays",
        ],
  );
});
