import { expectAt, readAt } from "../../facts/gke-arguments";
import { clusterOf, CLUSTER, isAutopilot, NODE_POOL } from "../../facts/gke-cluster";
import { isReference, valueAt } from "../../rendered/rendered-stack";
import { COMPLIANT, unknown, type ResourceRule } from "../../rule";

const PORT = "insecure_kubelet_readonly_port_enabled";
const DEFAULTS = `node_pool_defaults.node_config_defaults.${PORT}`;

/** The kubelet's port 10255, which answers anybody in the network without asking who they are, is closed. */
export const gkeKubeletPortClosed: ResourceRule = {
  appliesTo: [CLUSTER, NODE_POOL],
  evaluate: ({ type, arguments: block }, stack) => {
    if (type === NODE_POOL) {
      const own = `node_config.kubelet_config.${PORT}`;
      const reading = readAt(block, own);
      const cluster = clusterOf(block.cluster, stack);
      const inherited = cluster !== undefined && closed(valueAt(cluster.arguments, DEFAULTS));
      return "value" in reading && reading.value === undefined && inherited
        ? COMPLIANT
        : expectAt(block, own, "FALSE", false);
    }
    if (isReference(block.enable_autopilot)) {
      return unknown("enable_autopilot");
    }
    return expectAt(
      block,
      isAutopilot(block) ? `node_pool_auto_config.node_kubelet_config.${PORT}` : DEFAULTS,
      "FALSE",
      false,
    );
  },
};

function closed(value: unknown): boolean {
  return value === "FALSE" || value === false;
}
