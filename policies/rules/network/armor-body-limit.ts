import { constantOf, type Test } from "../../facts/armor-expression";
import {
  demandsOf,
  effectiveRules,
  headerOf,
  isBackendPolicy,
  refuses,
  testsOf,
  type ArmorRule,
} from "../../facts/armor-policy";
import { wafSetsOf } from "../../facts/armor-waf";
import { textAt } from "../../facts/tls-hosts";
import { NOT_APPLICABLE, verdict, type ResourceRule } from "../../rule";

const LENGTH = "content-length";

/** What is looked at when nothing else is written, in kB: https://cloud.google.com/armor/docs/security-policy-overview#post_and_patch */
const INSPECTED = 8;

/** Bodies are no longer than what the preconfigured sets look at: an attack behind that passes. */
export const armorBodyLimit: ResourceRule = {
  appliesTo: ["google_compute_security_policy"],
  evaluate: (policy, stack) => {
    const rules = effectiveRules(policy, stack);
    if (!isBackendPolicy(policy) || !rules.some((rule) => wafSetsOf(rule).length > 0)) {
      return NOT_APPLICABLE;
    }
    const size = Number(
      /^(\d+)KB$/.exec(textAt(policy.arguments, "advanced_options_config.request_body_inspection_size"))?.[1] ??
        INSPECTED,
    );
    const bytes = size * 1024;
    const refusing = rules.filter(refuses);
    const lengths = refusing.flatMap(longest);
    return verdict([
      ...(lengths.length === 0
        ? [`rule: none outside preview refuses a ${LENGTH} above the ${bytes} bytes that are inspected`]
        : []),
      ...(lengths.length > 0 && Math.min(...lengths) > bytes
        ? [
            `match.expr.expression allows a ${LENGTH} of ${Math.min(...lengths)}, more than the ${bytes} bytes that are inspected`,
          ]
        : []),
      ...(refusing.some(refusesUnknownLength) ? [] : [`rule: none outside preview refuses a POST without ${LENGTH}`]),
    ]);
  },
};

/** What a rule lets through when it refuses by length alone. */
function longest(rule: ArmorRule): readonly number[] {
  const tests = testsOf(rule);
  const alone = tests.every(({ subject }) => headerOf(subject) === LENGTH);
  const compared = tests.find(({ operation }) => operation === ">" || operation === ">=");
  return alone && compared !== undefined ? [Number(compared.argument) - (compared.operation === ">=" ? 1 : 0)] : [];
}

function refusesUnknownLength(rule: ArmorRule): boolean {
  const isMethod = ({ subject, argument }: Test): boolean => subject === "request.method" && argument.includes("POST");
  const demands = demandsOf(rule).filter((one) => constantOf(one) !== true);
  const missing = demands.filter(
    (one) =>
      one.kind === "not" &&
      one.item.kind === "test" &&
      one.item.test.operation === "has" &&
      headerOf(one.item.test.subject) === LENGTH,
  );
  return (
    missing.length > 0 && demands.every((one) => missing.includes(one) || (one.kind === "test" && isMethod(one.test)))
  );
}
