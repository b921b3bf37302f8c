import { expectPresentAt } from "../../facts/gke-arguments";
import { CLUSTER, isAutopilot, nodeRule } from "../../facts/gke-cluster";
import { type ResourceRule } from "../../rule";

const KEY = "boot_disk_kms_key";
const perNode = nodeRule(({ block, config }) => expectPresentAt(block, `${config}${KEY}`));

/** The disks of nodes, with images, logs and emptyDir volumes on them, are encrypted with a key of ours. */
export const gkeBootDiskKey: ResourceRule = {
  appliesTo: perNode.appliesTo,
  evaluate: (resource, stack) =>
    resource.type === CLUSTER && isAutopilot(resource.arguments)
      ? expectPresentAt(resource.arguments, `cluster_autoscaling.auto_provisioning_defaults.${KEY}`)
      : perNode.evaluate(resource, stack),
};
