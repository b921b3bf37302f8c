import { blocksAt, isReference } from "../../rendered/rendered-stack";
import { NOT_APPLICABLE, shown, verdict, type ResourceRule } from "../../rule";

/** Connections that are shorter than an interval of ten minutes show as one line among many. CIS asks for five seconds. */
const COARSE: ReadonlySet<unknown> = new Set(["INTERVAL_10_MIN", "INTERVAL_15_MIN"]);

/** With fewer than one packet in ten, short connections are likely to be missed. CIS asks for all. */
const LEAST_SAMPLING = 0.1;

/** Flow logs say enough to follow an intruder. */
export const subnetFlowLogDetail: ResourceRule = {
  appliesTo: ["google_compute_subnetwork"],
  evaluate: ({ arguments: block }) => {
    const [logs] = blocksAt(block, "log_config");
    if (logs === undefined) {
      return NOT_APPLICABLE;
    }
    // the provider's defaults are five seconds, half of the packets and all metadata
    const { aggregation_interval: interval, flow_sampling: sampling = 0.5, metadata, filter_expr: filter } = logs;
    return verdict([
      ...(COARSE.has(interval)
        ? [`log_config.aggregation_interval is ${shown(interval)}, longer than five minutes`]
        : []),
      ...(!isReference(sampling) && Number(sampling) < LEAST_SAMPLING
        ? [`log_config.flow_sampling is ${shown(sampling)}, less than ${LEAST_SAMPLING}`]
        : []),
      ...(metadata === "EXCLUDE_ALL_METADATA"
        ? ["log_config.metadata leaves out which instances and pods talked"]
        : []),
      ...(filter === "false" ? ["log_config.filter_expr is false, which keeps no line"] : []),
    ]);
  },
};
