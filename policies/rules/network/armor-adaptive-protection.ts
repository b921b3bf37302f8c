import { isBackendPolicy } from "../../facts/armor-policy";
import { expectArgument, NOT_APPLICABLE, type ResourceRule } from "../../rule";

/** Somebody learns of a flood of requests before the application does. Alerts need no subscription. */
export const armorAdaptiveProtection: ResourceRule = {
  appliesTo: ["google_compute_security_policy"],
  evaluate: (policy) =>
    isBackendPolicy(policy)
      ? expectArgument(policy, "adaptive_protection_config.layer_7_ddos_defense_config.enable", true)
      : NOT_APPLICABLE,
};
