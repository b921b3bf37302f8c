import { readAt } from "../../facts/gke-arguments";
import { CLUSTER, isAutopilot, nodeGroups, NODE_POOL } from "../../facts/gke-cluster";
import { isReference, valueAt, type Block } from "../../rendered/rendered-stack";
import { every, NOT_APPLICABLE, shown, unknown, verdict, type ResourceRule, type Verdict } from "../../rule";

/**
 * Nodes run as an account made for them, not as the project's Compute Engine account, which is often an editor.
 * Where the account is written depends on who makes the nodes: Autopilot, node auto-provisioning or a pool.
 */
export const gkeOwnNodeServiceAccount: ResourceRule = {
  appliesTo: [CLUSTER, NODE_POOL],
  evaluate: (resource) => {
    const { arguments: block } = resource;
    if (resource.type === CLUSTER && isReference(block.enable_autopilot)) {
      return unknown("enable_autopilot");
    }
    if (resource.type === CLUSTER && isAutopilot(block)) {
      return accountAt(block, "", "cluster_autoscaling.auto_provisioning_defaults.service_account");
    }
    const groups = nodeGroups(resource);
    return groups.length === 0
      ? NOT_APPLICABLE
      : every(...groups.map((group) => accountAt(group.block, group.at, `${group.config}service_account`)));
  },
};

/** A reference is an account that somebody made; only the look-up of the Compute Engine account is known to be that one. */
function accountAt(block: Block, at: string, path: string): Verdict {
  const reading = readAt(block, path);
  const account = "value" in reading ? reading.value : (valueAt(block, path) ?? "made by a dynamic block");
  const own =
    typeof account === "string" &&
    account !== "" &&
    account !== "default" &&
    !/-compute@developer\.gserviceaccount\.com$/.test(account) &&
    !account.includes("data.google_compute_default_service_account.");
  return verdict(own ? [] : [`${at}${path} is ${shown(account)}, which is the Compute Engine account`]);
}
