import { isOn, readAt } from "../../facts/gke-arguments";
import { clusterRule, hasPublicEndpoint } from "../../facts/gke-cluster";
import { COMPLIANT, shown, unknown, verdict } from "../../rule";

const DNS = "control_plane_endpoints_config.dns_endpoint_config.allow_external_traffic";

/** The control plane is reached by its DNS endpoint, which asks IAM before anything else, or by a private address. */
export const gkeControlPlaneEndpoint = clusterRule(({ arguments: cluster }) => {
  if (!hasPublicEndpoint(cluster)) {
    return COMPLIANT;
  }
  const byName = readAt(cluster, DNS);
  if ("computed" in byName) {
    return unknown(byName.computed);
  }
  return verdict(
    isOn(byName.value)
      ? []
      : [`${DNS} is ${shown(byName.value)}, not true, so that the public address is the only way in`],
  );
});
