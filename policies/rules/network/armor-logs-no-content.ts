import { isBackendPolicy } from "../../facts/armor-policy";
import { expectArgument, NOT_APPLICABLE, type ResourceRule } from "../../rule";

/** Verbose logs hold the part of a request that a signature found, such as a password: https://cloud.google.com/armor/docs/verbose-logging */
export const armorLogsNoContent: ResourceRule = {
  appliesTo: ["google_compute_security_policy"],
  evaluate: (policy) =>
    isBackendPolicy(policy)
      ? expectArgument(policy, "advanced_options_config.log_level", undefined, "NORMAL")
      : NOT_APPLICABLE,
};
