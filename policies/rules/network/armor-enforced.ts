import { DEFAULT_PRIORITY, isBackendPolicy, matchesAll, rulesOf, type ArmorRule } from "../../facts/armor-policy";
import { isReference, valueAt } from "../../rendered/rendered-stack";
import { NOT_APPLICABLE, verdict, type ResourceRule } from "../../rule";

/** A Cloud Armor policy says its default rule, and refuses something: rules in preview only write logs. */
export const armorEnforced: ResourceRule = {
  appliesTo: ["google_compute_security_policy"],
  evaluate: (policy, stack) => {
    if (!isBackendPolicy(policy)) {
      return NOT_APPLICABLE;
    }
    const rules = rulesOf(policy, stack);
    const byDefault = rules.find((rule) => rule.priority === DEFAULT_PRIORITY);
    const enforced = rules.filter((rule) => !rule.preview && rule.action !== "allow");
    return verdict([
      ...(byDefault === undefined
        ? ["the default rule is absent, so that the API's own holds, which allows everything"]
        : aboutDefault(byDefault)),
      ...(enforced.length === 0 ? ["no rule refuses or limits anything outside preview"] : []),
    ]);
  },
};

function aboutDefault(rule: ArmorRule): readonly string[] {
  return [
    ...(matchesAll(rule) || isComputed(rule) ? [] : ["the default rule does not match every address"]),
    ...(rule.preview ? ["the default rule is in preview"] : []),
    ...(["", "throttle", "rate_based_ban"].includes(rule.action)
      ? [`the default rule's action is ${JSON.stringify(rule.action)}, not allow or deny`]
      : []),
  ];
}

function isComputed({ block }: ArmorRule): boolean {
  const ranges = valueAt(block, "match.config.src_ip_ranges");
  return isReference(ranges) || (Array.isArray(ranges) && ranges.some(isReference));
}
