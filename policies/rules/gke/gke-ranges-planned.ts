import { readAt } from "../../facts/gke-arguments";
import { clusterRule } from "../../facts/gke-cluster";
import { referredTo } from "../../facts/gke-dependencies";
import { blocksAt, isReference, type Block, type RenderedStack } from "../../rendered/rendered-stack";
import { every, shown, unknown, verdict, type Verdict } from "../../rule";

const POLICY = "ip_allocation_policy";

/** Ranges of pods and Services are chosen by somebody, and not the same: GKE takes a free one otherwise, which a later network may need. */
export const gkeRangesPlanned = clusterRule(({ arguments: cluster }, stack) => {
  const policy = readAt(cluster, POLICY);
  if ("computed" in policy) {
    return unknown(policy.computed);
  }
  return every(
    planned(cluster, "cluster", stack),
    planned(cluster, "services", stack),
    verdict(sameRange(cluster) ? [`${POLICY}.services_secondary_range_name is the range of the pods`] : []),
  );
});

function planned(cluster: Block, what: "cluster" | "services", stack: RenderedStack): Verdict {
  const [named, written] = [`${POLICY}.${what}_secondary_range_name`, `${POLICY}.${what}_ipv4_cidr_block`].map(
    (path) => ({
      path,
      reading: readAt(cluster, path),
    }),
  );
  const isGiven = (one: typeof named): boolean =>
    one !== undefined && ("computed" in one.reading || (one.reading.value ?? "") !== "");
  if (named === undefined || !isGiven(named)) {
    return verdict(
      isGiven(written) ? [] : [`${POLICY}.${what}_secondary_range_name is absent, and GKE chooses the range`],
    );
  }
  const name = "value" in named.reading ? named.reading.value : undefined;
  const subnetwork = referredTo(cluster.subnetwork, "google_compute_subnetwork", stack);
  const ranges = blocksAt(subnetwork?.arguments ?? {}, "secondary_ip_range").map((range) => range.range_name);
  const comparable = name !== undefined && ranges.length > 0 && !ranges.some(isReference);
  return verdict(
    comparable && !ranges.includes(name) ? [`${named.path} is ${shown(name)}, which the subnetwork does not have`] : [],
  );
}

function sameRange(cluster: Block): boolean {
  const [policy] = blocksAt(cluster, POLICY);
  const pods = policy?.cluster_secondary_range_name;
  return pods !== undefined && pods !== "" && pods === policy?.services_secondary_range_name;
}
