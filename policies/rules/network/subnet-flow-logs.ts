import { blocksAt } from "../../rendered/rendered-stack";
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
  evaluate: (subnet) =>
    PROXIES.has(subnet.arguments.purpose)
      ? NOT_APPLICABLE
      : verdict(blocksAt(subnet.arguments, "log_config").length > 0 ? [] : ["log_config is absent"]),
};
