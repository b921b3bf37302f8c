import {
  DEFAULT_PRIORITY,
  idleBecause,
  isBackendPolicy,
  matchesAll,
  refuses,
  rulesOf,
  type ArmorRule,
} from "../../facts/armor-policy";
import { isReference, valueAt } from "../../rendered/rendered-stack";
import { NOT_APPLICABLE, verdict, type ResourceRule } from "../../rule";

/** Every rule of a Cloud Armor policy can act: requests stop at the first one that matches. */
export const armorRulesReached: ResourceRule = {
  appliesTo: ["google_compute_security_policy"],
  evaluate: (policy, stack) => {
    if (!isBackendPolicy(policy)) {
      return NOT_APPLICABLE;
    }
    const enforced = rulesOf(policy, stack).filter(({ preview }) => !preview);
    return verdict(enforced.flatMap((rule, index) => problemsOf(rule, enforced.slice(0, index))));
  },
};

function problemsOf(rule: ArmorRule, before: readonly ArmorRule[]): readonly string[] {
  const isDefault = rule.priority === DEFAULT_PRIORITY;
  const idle = isDefault ? undefined : idleBecause(rule, before);
  const expression = valueAt(rule.block, "match.expr.expression");
  const unread = rule.condition === undefined && typeof expression === "string" && !isReference(expression);
  const unversioned =
    valueAt(rule.block, "match.config") !== undefined && valueAt(rule.block, "match.versioned_expr") === undefined;
  const twin = before.some(({ priority }) => priority === rule.priority);
  return [
    ...(idle === undefined ? [] : [`match of ${rule.name}: it ${idle}`]),
    ...(unread ? [`match.expr.expression of ${rule.name} is not an expression: its brackets don't fit`] : []),
    ...(!isDefault && refuses(rule) && matchesAll(rule)
      ? [`match of ${rule.name}: it refuses every request before the default rule`]
      : []),
    ...(unversioned
      ? [`match.versioned_expr of ${rule.name} is absent, without which the API refuses match.config`]
      : []),
    ...(twin ? [`priority ${rule.priority} is there twice, and the API refuses the second`] : []),
  ];
}
