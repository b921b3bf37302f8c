import { readAt } from "../../facts/gke-arguments";
import { CLUSTER, isAutopilot, NODE_POOL } from "../../facts/gke-cluster";
import { every, NOT_APPLICABLE, shown, unknown, verdict, type ResourceRule, type Verdict } from "../../rule";
import { type Block } from "../../rendered/rendered-stack";

const PROVISIONED = "cluster_autoscaling.auto_provisioning_locations";

/** Nodes are in more than one zone: those of a zone that fails have somewhere to go. Without a list GKE takes zones itself. */
export const gkeNodeZones: ResourceRule = {
  appliesTo: [CLUSTER, NODE_POOL],
  evaluate: ({ type, arguments: block }) =>
    type === CLUSTER && isAutopilot(block)
      ? NOT_APPLICABLE
      : every(zones(block, "node_locations"), ...(type === CLUSTER ? [zones(block, PROVISIONED)] : [])),
};

function zones(block: Block, path: string): Verdict {
  const list = readAt(block, path);
  if ("computed" in list) {
    return unknown(list.computed);
  }
  const one = Array.isArray(list.value) && list.value.length === 1;
  return verdict(one && !isZonal(block, path) ? [`${path} is ${shown(list.value)}, a single zone`] : []);
}

/** In a zonal cluster `node_locations` are the further zones. */
function isZonal({ location }: Block, path: string): boolean {
  return path === "node_locations" && typeof location === "string" && /-[a-z]$/.test(location);
}
