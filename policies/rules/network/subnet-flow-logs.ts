import { blocksAt, isReference } from "../../rendered/rendered-stack";
import { NOT_APPLICABLE, verdict, type ResourceRule } from "../../rule";

/** Subnets of proxies have no flow logs: https://cloud.google.com/vpc/docs/flow-logs */
const PROXIES: ReadonlySet<unknown> = new Set([
  "REGIONAL_MANAGED_PROXY",
  "GLOBAL_MANAGED_PROXY",
  "INTERNAL_HTTPS_LOAD_BALANCER",
]);

/** A subnet writes down who talked to whom. */
export const subnetFlowLogs: ResourceRule = {
  appliesTo: ["google_compute_subnetwork"],
  evaluate: ({ arguments: block }) => {
    if (PROXIES.has(block.purpose)) {
      return NOT_APPLICABLE;
    }
    const [logs] = blocksAt(block, "log_config");
    if (logs === undefined) {
      return verdict(["log_config is absent"]);
    }
    const { flow_sampling: sampling } = logs;
    return verdict(
      !isReference(sampling) && Number(sampling ?? 1) <= 0
        ? ["log_config.flow_sampling is 0, so that nothing is logged"]
        : [],
    );
  },
};
