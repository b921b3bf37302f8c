import { expectAt, readAt } from "../../facts/gke-arguments";
import { clusterRule, hasPublicEndpoint } from "../../facts/gke-cluster";
import { rangeProblem } from "../../facts/gke-ranges";
import { blocksAt, isReference, type Block } from "../../rendered/rendered-stack";
import { every, NOT_APPLICABLE, shown, unknown, verdict, type Verdict } from "../../rule";

const NETWORKS = "master_authorized_networks_config";

/**
 * A control plane with a public address lets in networks that somebody named, and no others. No block at all passes
 * checkov's CKV_GCP_18, and so do `::/0` and the two halves of the internet.
 */
export const gkeAuthorizedNetworks = clusterRule(({ arguments: cluster }) => {
  if (!hasPublicEndpoint(cluster)) {
    return NOT_APPLICABLE;
  }
  const networks = readAt(cluster, NETWORKS);
  if ("computed" in networks) {
    return unknown(networks.computed);
  }
  if (blocksAt(cluster, NETWORKS).length === 0) {
    return verdict([`${NETWORKS} is absent, and the control plane has a public address`]);
  }
  // an absent switch leaves open what GKE decides, and a virtual machine of anybody is a Google Cloud address
  const others = expectAt(cluster, `${NETWORKS}.gcp_public_cidrs_access_enabled`, false);
  const ranges = readAt(cluster, `${NETWORKS}.cidr_blocks`);
  return every(
    others,
    "computed" in ranges ? unknown(ranges.computed) : every(...blocksAt(cluster, `${NETWORKS}.cidr_blocks`).map(judge)),
  );
});

function judge({ cidr_block: range }: Block): Verdict {
  const path = `${NETWORKS}.cidr_blocks.cidr_block`;
  if (isReference(range)) {
    return unknown(path);
  }
  const problem = rangeProblem(String(range));
  return verdict(problem === undefined ? [] : [`${path} is ${shown(range)}, ${problem}`]);
}
