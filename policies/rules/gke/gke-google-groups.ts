import { readAt } from "../../facts/gke-arguments";
import { clusterRule } from "../../facts/gke-cluster";
import { COMPLIANT, shown, unknown, verdict } from "../../rule";

const PATH = "authenticator_groups_config.security_group";

/** RBAC can name Google groups, so that people come and go without a change of the cluster. The name is prescribed. */
export const gkeGoogleGroups = clusterRule(({ arguments: cluster }) => {
  const group = readAt(cluster, PATH);
  if ("computed" in group) {
    return unknown(group.computed);
  }
  return /^gke-security-groups@[^@\s]+\.[^@\s]+$/.test(String(group.value))
    ? COMPLIANT
    : verdict([`${PATH} is ${shown(group.value)}, not gke-security-groups@<domain>`]);
});
