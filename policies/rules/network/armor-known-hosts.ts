import { testsIn, type Test } from "../../facts/armor-expression";
import {
  demandsOf,
  effectiveRules,
  headerOf,
  isBackendPolicy,
  refuses,
  type ArmorRule,
} from "../../facts/armor-policy";
import { hostsBehind } from "../../facts/tls-hosts";
import { NOT_APPLICABLE, verdict, type ResourceRule } from "../../rule";

/** Requests for other names than those that routes serve are refused: scanners ask by address or by any name. */
export const armorKnownHosts: ResourceRule = {
  appliesTo: ["google_compute_security_policy"],
  evaluate: (policy, stack) => {
    const hosts = isBackendPolicy(policy) ? [...new Set(hostsBehind(policy, stack).map(({ host }) => host))] : [];
    if (hosts.length === 0) {
      return NOT_APPLICABLE;
    }
    const lists = effectiveRules(policy, stack)
      .filter(refuses)
      .map(letsIn)
      .filter((tests) => tests.length > 0);
    return verdict([
      ...(lists.length === 0 ? [`rule: none outside preview refuses other hosts than ${hosts.join(" and ")}`] : []),
      ...lists
        .flat()
        .flatMap((test) =>
          hosts.some((host) => isThis(test, host))
            ? []
            : [`match.expr.expression lets in the host "${test.argument}", which no route serves`],
        ),
      ...lists.flatMap((tests) =>
        hosts
          .filter((host) => !tests.some((test) => isThis(test, host)))
          .map((host) => `match.expr.expression refuses the host "${host}", which a route serves`),
      ),
    ]);
  },
};

/** The names that a rule does not refuse, when it refuses all others. */
function letsIn(rule: ArmorRule): readonly Test[] {
  const demands = demandsOf(rule);
  const tests = demands.flatMap((one) => (one.kind === "not" ? testsIn(one.item) : []));
  const onlyHosts = tests.every(({ subject, operation }) => headerOf(subject) === "host" && operation !== "has");
  return demands.every(({ kind }) => kind === "not") && onlyHosts ? tests : [];
}

/** A pattern can't be read here, so it is taken for what it says. */
function isThis({ operation, argument }: Test, host: string): boolean {
  return operation === "matches"
    ? argument.replaceAll("\\", "").includes(host) || argument.includes(host.replaceAll(".", "[.]"))
    : argument.replace(/:\d+$/, "") === host;
}
