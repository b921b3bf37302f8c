import { expectAt } from "../../facts/gke-arguments";
import { CLUSTER } from "../../facts/gke-cluster";
import { type ResourceRule } from "../../rule";

/**
 * GKE's security posture dashboard looks at the cluster. On unless switched off. Its vulnerability modes are gone:
 * https://cloud.google.com/kubernetes-engine/docs/deprecations/posture-management-deprecation
 */
export const gkeSecurityPosture: ResourceRule = {
  appliesTo: [CLUSTER, "google_gke_hub_fleet"],
  evaluate: ({ type, arguments: block }) =>
    expectAt(
      block,
      `${type === CLUSTER ? "" : "default_cluster_config."}security_posture_config.mode`,
      ...["BASIC", "ENTERPRISE", undefined],
    ),
};
