import { readAt } from "../../facts/gke-arguments";
import { clusterRule, isAutopilot } from "../../facts/gke-cluster";
import { projectOf } from "../../facts/terraform-projects";
import { isWritten } from "../../rendered/rendered-stack";
import { COMPLIANT, shown, verdict } from "../../rule";

const PATH = "workload_identity_config.workload_pool";

/** Pods have Google identities of their own, in the pool of the cluster's project. Autopilot can't do without. */
export const gkeWorkloadIdentity = clusterRule(({ arguments: cluster }, stack) => {
  const reading = readAt(cluster, PATH);
  if ("computed" in reading) {
    return COMPLIANT;
  }
  const { value: pool } = reading;
  if (pool === undefined || pool === "") {
    return isAutopilot(cluster) ? COMPLIANT : verdict([`${PATH} is ${shown(pool)}`]);
  }
  const project = projectOf(cluster, stack);
  const right = isWritten(project) ? `${project}.svc.id.goog` : undefined;
  const fits =
    right === undefined ? typeof pool === "string" && /^[a-z0-9:.-]+\.svc\.id\.goog$/.test(pool) : pool === right;
  return verdict(fits ? [] : [`${PATH} is ${shown(pool)}, not "${right ?? "<project>.svc.id.goog"}"`]);
});
