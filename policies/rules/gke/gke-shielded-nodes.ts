import { expectAt } from "../../facts/gke-arguments";
import { CLUSTER, nodeRule, onStandard } from "../../facts/gke-cluster";
import { every, type ResourceRule } from "../../rule";

const perNode = nodeRule(({ block, config }) =>
  every(
    expectAt(block, `${config}shielded_instance_config.enable_secure_boot`, true),
    expectAt(block, `${config}shielded_instance_config.enable_integrity_monitoring`, true, undefined),
  ),
);

/** Nodes start software that somebody signed, can prove it, and are checked when they join. Secure Boot is off unless switched on. */
export const gkeShieldedNodes: ResourceRule = {
  appliesTo: perNode.appliesTo,
  evaluate: (resource, stack) => {
    const nodes = perNode.evaluate(resource, stack);
    if (resource.type !== CLUSTER) {
      return nodes;
    }
    const block = resource.arguments;
    return onStandard(block, () => every(expectAt(block, "enable_shielded_nodes", true, undefined), nodes));
  },
};
