import { expectAt, isOn } from "../../facts/gke-arguments";
import { clusterRule } from "../../facts/gke-cluster";
import { valueAt } from "../../rendered/rendered-stack";
import { COMPLIANT } from "../../rule";

/** The cluster asks the project's Binary Authorization policy before it starts an image. `enabled` is the older way to say it. */
export const gkeBinaryAuthorization = clusterRule(({ arguments: cluster }) =>
  isOn(valueAt(cluster, "binary_authorization.enabled"))
    ? COMPLIANT
    : expectAt(cluster, "binary_authorization.evaluation_mode", "PROJECT_SINGLETON_POLICY_ENFORCE"),
);
