import { type Test } from "../../facts/armor-expression";
import { effectiveRules, isBackendPolicy, refuses, testsOf, type ArmorRule } from "../../facts/armor-policy";
import { wafSetsOf } from "../../facts/armor-waf";
import { isWorld, rangesIn } from "../../facts/ranges";
import { NOT_APPLICABLE, verdict, type ResourceRule } from "../../rule";

/**
 * Nothing lets strangers pass before the signatures were asked: the first rule that matches decides, and a rate limit
 * decides too, on the requests that conform to it. https://cloud.google.com/armor/docs/security-policy-overview#eval-order
 */
export const armorWafFirst: ResourceRule = {
  appliesTo: ["google_compute_security_policy"],
  evaluate: (policy, stack) => {
    const rules = effectiveRules(policy, stack);
    const last = rules.map((rule) => wafSetsOf(rule).length > 0).lastIndexOf(true);
    if (!isBackendPolicy(policy) || last < 0) {
      return NOT_APPLICABLE;
    }
    return verdict(
      rules
        .slice(0, last)
        .filter((rule) => !refuses(rule) && !isForFew(rule))
        .map(
          (rule) =>
            `priority of ${rule.name}: its action ${rule.action} lets requests pass before the preconfigured sets`,
        ),
    );
  },
};

/** Only for some addresses, or for one path alone. */
function isForFew(rule: ArmorRule): boolean {
  const few = ({ subject, operation, argument }: Test): boolean =>
    operation === "inIpRange"
      ? rangesIn([argument]).length === 1 && !isWorld(rangesIn([argument]))
      : subject === "request.path" && operation === "==";
  return rule.condition !== undefined && rule.condition.kind !== "not" && testsOf(rule).some(few);
}
