import { expectAt } from "../../facts/gke-arguments";
import { clusterRule, isAutopilot } from "../../facts/gke-cluster";
import { NOT_APPLICABLE } from "../../rule";

/** Dataplane V2 counts what it forwards and drops, which is how a NetworkPolicy that is too strict shows. */
export const gkeDataplaneMetrics = clusterRule(({ arguments: cluster }) =>
  isAutopilot(cluster) || cluster.datapath_provider === "ADVANCED_DATAPATH"
    ? expectAt(
        cluster,
        "monitoring_config.advanced_datapath_observability_config.enable_metrics",
        true,
        ...(isAutopilot(cluster) ? [undefined] : []),
      )
    : NOT_APPLICABLE,
);
