import { readAt } from "../../facts/gke-arguments";
import { clusterRule, regionOf } from "../../facts/gke-cluster";
import { referredTo } from "../../facts/gke-dependencies";
import { isReference } from "../../rendered/rendered-stack";
import { every, shown, verdict, type Verdict } from "../../rule";

/** The cluster is in a network and a subnetwork made for it, in the region of the cluster. The default network lets everything in it talk. */
export const gkeOwnNetwork = clusterRule(({ arguments: cluster }, stack) => {
  const own = (path: string): Verdict => {
    const reading = readAt(cluster, path);
    if ("computed" in reading) {
      return verdict([]);
    }
    const { value } = reading;
    const isDefault =
      value === undefined || value === "" || (typeof value === "string" && /(^|\/)default$/.test(value));
    return verdict(isDefault ? [`${path} is ${shown(value)}, not one made for the cluster`] : []);
  };
  const region = referredTo(cluster.subnetwork, "google_compute_subnetwork", stack)?.arguments.region;
  const { location } = cluster;
  const comparable = [region, location].every((one) => typeof one === "string" && !isReference(one));
  return every(
    own("network"),
    own("subnetwork"),
    verdict(
      comparable && regionOf(String(location)) !== region
        ? [`location is ${shown(location)}, and the subnetwork is in ${shown(region)}`]
        : [],
    ),
  );
});
