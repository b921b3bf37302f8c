import { isOn, readAt } from "../../facts/gke-arguments";
import { clusterRule, hasIpEndpoints } from "../../facts/gke-cluster";
import { COMPLIANT, shown, unknown, verdict } from "../../rule";

const DNS = "control_plane_endpoints_config.dns_endpoint_config.allow_external_traffic";

/** Somebody can reach the control plane: the DNS endpoint lets nobody in by default, and IP endpoints can be switched off. */
export const gkeControlPlaneReachable = clusterRule(({ arguments: cluster }) => {
  if (hasIpEndpoints(cluster)) {
    return COMPLIANT;
  }
  const byName = readAt(cluster, DNS);
  if ("computed" in byName) {
    return unknown(byName.computed);
  }
  return verdict(
    isOn(byName.value)
      ? []
      : [`${DNS} is ${shown(byName.value)} and ip_endpoints_config.enabled is false: nobody can reach the cluster`],
  );
});
