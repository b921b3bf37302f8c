import { expectAt, readAt } from "../../facts/gke-arguments";
import { clusterRule, isAutopilot } from "../../facts/gke-cluster";
import { every, unknown, verdict } from "../../rule";

/** Pods have addresses of the VPC, which firewalls, network endpoint groups and private services need. Autopilot can't do without. */
export const gkeVpcNative = clusterRule(({ arguments: cluster }) => {
  const mode = expectAt(cluster, "networking_mode", "VPC_NATIVE", undefined);
  const policy = readAt(cluster, "ip_allocation_policy");
  if ("computed" in policy) {
    return every(mode, unknown(policy.computed));
  }
  return every(
    mode,
    verdict(policy.value === undefined && !isAutopilot(cluster) ? ["ip_allocation_policy is absent"] : []),
  );
});
