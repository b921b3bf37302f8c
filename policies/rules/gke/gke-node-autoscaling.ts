import { asNumber, readAt } from "../../facts/gke-arguments";
import { nodeRule } from "../../facts/gke-cluster";
import { blocksAt } from "../../rendered/rendered-stack";
import { shown, unknown, verdict } from "../../rule";

/** A pool grows with what pods ask for, up to a limit. */
export const gkeNodeAutoscaling = nodeRule(
  ({ block }) => {
    const reading = readAt(block, "autoscaling");
    if ("computed" in reading) {
      return unknown(reading.computed);
    }
    const [scaling] = blocksAt(block, "autoscaling");
    if (scaling === undefined) {
      return verdict([`autoscaling is absent`]);
    }
    const most = asNumber(scaling.max_node_count ?? scaling.total_max_node_count);
    const least = asNumber(scaling.min_node_count ?? scaling.total_min_node_count) ?? 0;
    const stuck = most !== undefined && most <= least;
    return verdict(stuck ? [`autoscaling.max_node_count is ${shown(most)}, no more than the least`] : []);
  },
  ["pool"],
);
