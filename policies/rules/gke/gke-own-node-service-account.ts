import { valueAt, type Block } from "../../rendered/rendered-stack";
import { NOT_APPLICABLE, shown, verdict, type ResourceRule, type Verdict } from "../../rule";

/**
 * Nodes run as an account made for them, not as the project's Compute Engine account, which is often an editor.
 * Where the account is written depends on who makes the nodes: Autopilot, node auto-provisioning or a pool.
 */
export const gkeOwnNodeServiceAccount: ResourceRule = {
  appliesTo: ["google_container_cluster", "google_container_node_pool"],
  evaluate: ({ type, arguments: block }) => {
    const provisioned = "cluster_autoscaling.auto_provisioning_defaults.service_account";
    if (type === "google_container_node_pool") {
      return accountAt(block, "node_config.service_account");
    }
    if (block.enable_autopilot === true || valueAt(block, "cluster_autoscaling.enabled") === true) {
      return accountAt(block, provisioned);
    }
    return block.remove_default_node_pool === true ? NOT_APPLICABLE : accountAt(block, "node_config.service_account");
  },
};

function accountAt(block: Block, path: string): Verdict {
  const account = valueAt(block, path);
  const own =
    typeof account === "string" &&
    account !== "" &&
    account !== "default" &&
    !/-compute@developer\.gserviceaccount\.com$/.test(account);
  return verdict(own ? [] : [`${path} is ${shown(account)}`]);
}
