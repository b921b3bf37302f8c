import { expectAt, readAt } from "../../facts/gke-arguments";
import { clusterRule, hasIpEndpoints, hasPublicEndpoint } from "../../facts/gke-cluster";
import { blocksAt } from "../../rendered/rendered-stack";
import { NOT_APPLICABLE, unknown, verdict } from "../../rule";

const NETWORKS = "master_authorized_networks_config";

/** Authorized networks hold for the private address as well, which every machine in the VPC and behind its peerings could use otherwise. */
export const gkePrivateEndpointGuarded = clusterRule(({ arguments: cluster }) => {
  if (!hasIpEndpoints(cluster)) {
    return NOT_APPLICABLE;
  }
  const networks = readAt(cluster, NETWORKS);
  if ("computed" in networks) {
    return unknown(networks.computed);
  }
  if (blocksAt(cluster, NETWORKS).length > 0) {
    return expectAt(cluster, `${NETWORKS}.private_endpoint_enforcement_enabled`, true);
  }
  // without the block a public address is the larger matter, and gke-authorized-networks speaks of it
  return hasPublicEndpoint(cluster)
    ? NOT_APPLICABLE
    : verdict([`${NETWORKS} is absent, and the private address is open to the whole VPC`]);
});
