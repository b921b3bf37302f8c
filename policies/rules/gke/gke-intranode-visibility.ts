import { expectAt } from "../../facts/gke-arguments";
import { standardRule } from "../../facts/gke-cluster";

/** Traffic between pods of one node passes the VPC, so that flow logs and firewalls see it. Autopilot has it on. */
export const gkeIntranodeVisibility = standardRule(({ arguments: cluster }) =>
  expectAt(cluster, "enable_intranode_visibility", true),
);
