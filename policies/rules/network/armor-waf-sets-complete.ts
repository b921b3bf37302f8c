import { effectiveRules, isBackendPolicy, isPublic, rulesOf } from "../../facts/armor-policy";
import { lackingSets, wafSetsOf } from "../../facts/armor-waf";
import { NOT_APPLICABLE, verdict, type ResourceRule } from "../../rule";

/**
 * What prepares an attack or abuses HTTP itself. `methodenforcement` is not among them, since it refuses PUT, PATCH and DELETE, nor are
 * the sets for one language. https://cloud.google.com/armor/docs/waf-rules
 */
const DEMANDED = ["protocolattack", "scannerdetection", "sessionfixation"];

/** What CRS 4.22 has for server-side requests and templates, whatever the language; 3.3 had it for Node.js only. */
const IN_CURRENT = "generic";

/** A policy that refuses attacks does so for every kind that its generation of the rule set knows. */
export const armorWafSetsComplete: ResourceRule = {
  appliesTo: ["google_compute_security_policy"],
  evaluate: (policy, stack) => {
    const sets = effectiveRules(policy, stack).flatMap(wafSetsOf);
    if (!isBackendPolicy(policy) || !isPublic(rulesOf(policy, stack)) || sets.length === 0) {
      return NOT_APPLICABLE;
    }
    const current = sets.some(({ version }) => version === "v422");
    return verdict(lackingSets(policy, stack, current ? [...DEMANDED, IN_CURRENT] : DEMANDED));
  },
};
