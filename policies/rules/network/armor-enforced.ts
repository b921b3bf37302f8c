import {
  blocksAt,
  isReference,
  valueAt,
  type Block,
  type RenderedResource,
  type RenderedStack,
} from "../../rendered/rendered-stack";
import { NOT_APPLICABLE, verdict, type ResourceRule } from "../../rule";

const DEFAULT_PRIORITY = 2_147_483_647;

/** A Cloud Armor policy says its default rule, and refuses something: rules in preview only write logs. */
export const armorEnforced: ResourceRule = {
  appliesTo: ["google_compute_security_policy"],
  evaluate: (policy, stack) => {
    if ((policy.arguments.type ?? "CLOUD_ARMOR") !== "CLOUD_ARMOR") {
      return NOT_APPLICABLE;
    }
    const rules = rulesOf(policy, stack);
    const byDefault = rules.find((rule) => Number(rule.priority) === DEFAULT_PRIORITY);
    const enforced = rules.filter(
      (rule) => rule.preview !== true && (rule.action !== "allow" || isReference(rule.action)),
    );
    return verdict([
      ...(byDefault === undefined
        ? ["the default rule is absent, so that the API's own holds, which allows everything"]
        : []),
      ...(byDefault !== undefined && !matchesEverything(byDefault)
        ? ["the default rule does not match every address"]
        : []),
      ...(byDefault?.preview === true ? ["the default rule is in preview"] : []),
      ...(enforced.length === 0 ? ["no rule refuses or limits anything outside preview"] : []),
    ]);
  },
};

function rulesOf(policy: RenderedResource, stack: RenderedStack): readonly Block[] {
  const own = stack
    .ofType("google_compute_security_policy_rule")
    .filter((rule) => stack.refersTo(rule.arguments.security_policy, policy));
  return [...blocksAt(policy.arguments, "rule"), ...own.map((rule) => rule.arguments)];
}

function matchesEverything(rule: Block): boolean {
  const ranges = valueAt(rule, "match.config.src_ip_ranges");
  return Array.isArray(ranges) && ranges.includes("*");
}
