import { expectAt, readAt } from "../../facts/gke-arguments";
import { standardRule } from "../../facts/gke-cluster";
import { NOT_APPLICABLE } from "../../rule";

/** Each node answers look-ups from its own cache, so that kube-dns is no bottleneck. Cloud DNS for GKE brings one of its own, and so does Autopilot. */
export const gkeNodeLocalDns = standardRule(({ arguments: cluster }) => {
  const dns = readAt(cluster, "dns_config.cluster_dns");
  return "value" in dns && dns.value === "CLOUD_DNS"
    ? NOT_APPLICABLE
    : expectAt(cluster, "addons_config.dns_cache_config.enabled", true);
});
