import { conjuncts, textOf, type Expression } from "../../facts/armor-expression";
import { isPerUser, limitOf, type Limit } from "../../facts/armor-limits";
import {
  demandsOf,
  effectiveRules,
  headerOf,
  isBackendPolicy,
  limits,
  refuses,
  testsOf,
  type ArmorRule,
} from "../../facts/armor-policy";
import { NOT_APPLICABLE, verdict, type ResourceRule } from "../../rule";

const HEADER = "authorization";

/**
 * Where tokens are looked at, requests are counted by token, and what is no token is refused before, since each made-up one would be
 * counted for itself. Only 128 bytes of a header count, and the first 128 of JWTs are alike:
 * https://cloud.google.com/armor/docs/rate-limiting-overview#identifying_clients_for_rate_limiting
 */
export const armorTokensLimited: ResourceRule = {
  appliesTo: ["google_compute_security_policy"],
  evaluate: (policy, stack) => {
    const rules = effectiveRules(policy, stack);
    const byToken = rules
      .filter(limits)
      .flatMap((rule) => limitOf(rule) ?? [])
      .filter((limit) => isPerUser(limit) && limit.keys.some(({ name }) => name === HEADER));
    const read = rules.some((rule) => testsOf(rule).some(({ subject }) => headerOf(subject) === HEADER));
    if (!isBackendPolicy(policy) || (!read && byToken.length === 0)) {
      return NOT_APPLICABLE;
    }
    return verdict([
      ...(byToken.length === 0
        ? [`rule: none outside preview limits requests by the header "${HEADER}" that another reads`]
        : []),
      ...byToken.flatMap((limit) => problemsOf(limit, rules)),
    ]);
  },
};

function problemsOf({ rule, keys, perMinute }: Limit, rules: readonly ArmorRule[]): readonly string[] {
  const types = keys.map(({ type }) => type);
  const address = types.includes("IP") || types.includes("USER_IP");
  const client = types.some((type) => type.startsWith("TLS_"));
  const checked = rules.some((other) => other.priority < rule.priority && refuses(other) && checksShape(other, rule));
  return [
    ...(address
      ? []
      : [`enforce_on_key_configs of ${rule.name} lacks IP, so that everybody with a JWT shares one count`]),
    ...(client
      ? []
      : [
          `enforce_on_key_configs of ${rule.name} lacks TLS_JA4_FINGERPRINT, so that JWTs behind one address share one count`,
        ]),
    ...(perMinute > 0 && checked
      ? []
      : [`priority of ${rule.name}: no rule before it refuses an "${HEADER}" that is not shaped like a token`]),
  ];
}

/** Refuses a header of another shape, for every request that the limit counts. */
function checksShape(rule: ArmorRule, limit: ArmorRule): boolean {
  const shape = (one: Expression): boolean =>
    one.kind === "not" &&
    conjuncts(one.item).some(
      (inner) =>
        inner.kind === "test" &&
        inner.test.operation === "matches" &&
        headerOf(inner.test.subject) === HEADER &&
        inner.test.argument.startsWith("^"),
    );
  const known = new Set(demandsOf(limit).map(textOf));
  const demands = demandsOf(rule);
  return demands.some(shape) && demands.every((one) => shape(one) || known.has(textOf(one)));
}
