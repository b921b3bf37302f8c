import { implies } from "../../facts/armor-expression";
import { isPerAddress, limitOf, type Limit } from "../../facts/armor-limits";
import { effectiveRules, isBackendPolicy, isPublic, limits, matchesAll, rulesOf } from "../../facts/armor-policy";
import { NOT_APPLICABLE, verdict, type ResourceRule } from "../../rule";

/** Six times the 500 in a minute that Google proposes: https://cloud.google.com/armor/docs/rate-limiting-overview */
const MOST = 3_000;

/** A page with its scripts and pictures takes that many, so fewer refuse visitors who do nothing wrong. */
const LEAST = 60;

/** One address can't ask as often as it likes, whatever it asks for. */
export const armorRateLimited: ResourceRule = {
  appliesTo: ["google_compute_security_policy"],
  evaluate: (policy, stack) => {
    if (!isBackendPolicy(policy) || !isPublic(rulesOf(policy, stack))) {
      return NOT_APPLICABLE;
    }
    const all = effectiveRules(policy, stack)
      .filter(limits)
      .flatMap((rule) => limitOf(rule) ?? []);
    const general = all.filter((limit) => matchesAll(limit.rule) && isPerAddress(limit));
    return verdict([
      ...(general.length === 0 ? ["rule: none outside preview limits every request per address"] : []),
      ...general.flatMap(({ rule, perMinute }) =>
        perMinute > MOST || perMinute < LEAST
          ? [`rate_limit_threshold of ${rule.name} is ${perMinute} in a minute, not ${LEAST} to ${MOST}`]
          : [],
      ),
      ...all.flatMap((narrow, index) => looser(narrow, all.slice(index + 1))),
    ]);
  },
};

/** A limit for some requests that is above the one for all of them loosens what it should tighten. */
function looser(narrow: Limit, later: readonly Limit[]): readonly string[] {
  const wider = later.find(
    ({ rule, perMinute }) =>
      narrow.rule.condition !== undefined &&
      rule.condition !== undefined &&
      implies(narrow.rule.condition, rule.condition) &&
      perMinute < narrow.perMinute,
  );
  return wider === undefined
    ? []
    : [
        `rate_limit_threshold of ${narrow.rule.name} is ${narrow.perMinute} in a minute, above the ${wider.perMinute} of ${wider.rule.name}, which it takes requests from`,
      ];
}
