import { expectAt } from "../../facts/gke-arguments";
import { clusterRule, isAutopilot } from "../../facts/gke-cluster";

/** GKE upgrades the cluster along a channel that has proved its versions. RAPID hasn't; Autopilot is in REGULAR when nothing is written. */
export const gkeReleaseChannel = clusterRule(({ arguments: cluster }) =>
  expectAt(
    cluster,
    "release_channel.channel",
    ...["REGULAR", "STABLE", "EXTENDED"],
    ...(isAutopilot(cluster) ? [undefined] : []),
  ),
);
