import { effectiveRules, isBackendPolicy } from "../../facts/armor-policy";
import { wafSetsOf } from "../../facts/armor-waf";
import { expectArgument, NOT_APPLICABLE, type ResourceRule } from "../../rule";

/** The preconfigured sets look into the values of JSON: as one text, attacks hide in its escapes and harmless braces look like some. */
export const armorJsonParsed: ResourceRule = {
  appliesTo: ["google_compute_security_policy"],
  evaluate: (policy, stack) =>
    isBackendPolicy(policy) && effectiveRules(policy, stack).some((rule) => wafSetsOf(rule).length > 0)
      ? expectArgument(policy, "advanced_options_config.json_parsing", "STANDARD", "STANDARD_WITH_GRAPHQL")
      : NOT_APPLICABLE,
};
