import { isPerAddress, limitOf } from "../../facts/armor-limits";
import {
  effectiveRules,
  headerOf,
  isBackendPolicy,
  isPublic,
  limits,
  matchesAll,
  rulesOf,
  testsOf,
} from "../../facts/armor-policy";
import { NOT_APPLICABLE, verdict, type ResourceRule } from "../../rule";

/** Five in a second from one address are a program, and what they make costs more than a page. */
const MOST = 300;

/** Requests that make something have a limit per address of their own, below that for everything, with or without a token. */
export const armorWritesLimited: ResourceRule = {
  appliesTo: ["google_compute_security_policy"],
  evaluate: (policy, stack) => {
    if (!isBackendPolicy(policy) || !isPublic(rulesOf(policy, stack))) {
      return NOT_APPLICABLE;
    }
    const rules = effectiveRules(policy, stack);
    const general = rules.find((rule) => limits(rule) && matchesAll(rule));
    const ceiling = Math.min(MOST, (general === undefined ? undefined : limitOf(general)?.perMinute) ?? MOST);
    const narrow = rules.filter((rule) => {
      const tests = testsOf(rule);
      const needsHeader = tests.some(({ subject }) => (headerOf(subject) ?? "host") !== "host");
      const method = tests.some(({ subject, argument }) => subject === "request.method" && argument.includes("POST"));
      return limits(rule) && method && !needsHeader;
    });
    const read = narrow.flatMap((rule) => limitOf(rule) ?? []).filter(isPerAddress);
    return verdict([
      ...(read.length === 0 ? ["rule: none outside preview limits POST requests by themselves, per address"] : []),
      ...read
        .filter(({ perMinute }) => perMinute > ceiling)
        .map(
          ({ rule, perMinute }) =>
            `rate_limit_threshold of ${rule.name} is ${perMinute} in a minute, more than ${ceiling}`,
        ),
    ]);
  },
};
