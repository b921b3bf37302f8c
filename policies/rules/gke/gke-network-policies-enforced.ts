import { isOff, isOn, readAt } from "../../facts/gke-arguments";
import { standardRule } from "../../facts/gke-cluster";
import { COMPLIANT, every, expectArgument, shown, unknown, verdict } from "../../rule";

/** NetworkPolicies have somebody who enforces them: Dataplane V2 or Calico. Without either they are accepted and ignored. */
export const gkeNetworkPoliciesEnforced = standardRule((cluster) => {
  const datapath = expectArgument(cluster, "datapath_provider", "ADVANCED_DATAPATH");
  if (datapath.status !== "non-compliant") {
    return datapath;
  }
  const enabled = readAt(cluster.arguments, "network_policy.enabled");
  if ("computed" in enabled) {
    return unknown(enabled.computed);
  }
  if (!isOn(enabled.value)) {
    return every(datapath, verdict([`network_policy.enabled is ${shown(enabled.value)}, not true`]));
  }
  const addon = readAt(cluster.arguments, "addons_config.network_policy_config.disabled");
  if ("computed" in addon) {
    return unknown(addon.computed);
  }
  // the add-on is off unless switched on
  return isOff(addon.value)
    ? COMPLIANT
    : verdict([`addons_config.network_policy_config.disabled is ${shown(addon.value)}, not false`]);
});
