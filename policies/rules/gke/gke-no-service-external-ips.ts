import { expectAt } from "../../facts/gke-arguments";
import { clusterRule, isAutopilot } from "../../facts/gke-cluster";

/** A Service can't claim an address that isn't its own (CVE-2020-8554). The provider's default allows it; Autopilot's refuses. */
export const gkeNoServiceExternalIps = clusterRule(({ arguments: cluster }) =>
  expectAt(cluster, "service_external_ips_config.enabled", false, ...(isAutopilot(cluster) ? [undefined] : [])),
);
