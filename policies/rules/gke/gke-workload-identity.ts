import { COMPLIANT, expectPresent, type ResourceRule } from "../../rule";

/** Pods have Google identities of their own. Autopilot can't do without. */
export const gkeWorkloadIdentity: ResourceRule = {
  appliesTo: ["google_container_cluster"],
  evaluate: (cluster) =>
    cluster.arguments.enable_autopilot === true
      ? COMPLIANT
      : expectPresent(cluster, "workload_identity_config.workload_pool"),
};
