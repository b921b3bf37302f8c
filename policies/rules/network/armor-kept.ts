import { isBackendPolicy } from "../../facts/armor-policy";
import { expectArgument, NOT_APPLICABLE, type ResourceRule } from "../../rule";

/** A change can't take a policy away from backends that are in use. */
export const armorKept: ResourceRule = {
  appliesTo: ["google_compute_security_policy"],
  evaluate: (policy) =>
    isBackendPolicy(policy) ? expectArgument(policy, "lifecycle.prevent_destroy", true) : NOT_APPLICABLE,
};
