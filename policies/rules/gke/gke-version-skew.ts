import { readAt } from "../../facts/gke-arguments";
import { clusterOf, CLUSTER, NODE_POOL } from "../../facts/gke-cluster";
import { type Block } from "../../rendered/rendered-stack";
import { NOT_APPLICABLE, shown, verdict, type ResourceRule } from "../../rule";

/** How many minor versions nodes may be behind: https://cloud.google.com/kubernetes-engine/docs/concepts/cluster-upgrades#node_pool_upgrades */
const MOST = 2;

/** Nodes are at most two minor versions behind the control plane, where both versions are written. */
export const gkeVersionSkew: ResourceRule = {
  appliesTo: [CLUSTER, NODE_POOL],
  evaluate: ({ type, arguments: block }, stack) => {
    const path = type === CLUSTER ? "node_version" : "version";
    const cluster = type === CLUSTER ? block : clusterOf(block.cluster, stack)?.arguments;
    const [nodes, control] = [minorOf(block, path), minorOf(cluster ?? {}, "min_master_version")];
    if (nodes === undefined || control === undefined) {
      return NOT_APPLICABLE;
    }
    const gap = control - nodes;
    return verdict(
      gap > MOST || gap < 0
        ? [`${path} is ${shown(block[path])}, and the control plane 1.${control}: at most ${MOST} versions behind`]
        : [],
    );
  },
};

function minorOf(block: Block, path: string): number | undefined {
  const reading = readAt(block, path);
  const minor = "value" in reading ? /^1\.(\d+)/.exec(String(reading.value))?.[1] : undefined;
  return minor === undefined ? undefined : Number(minor);
}
