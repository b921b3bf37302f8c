import { type RenderedStack } from "../rendered/rendered-stack";
import { NOT_APPLICABLE, verdict, type ResourceRule } from "../rule";
import { type ReachabilityProblem } from "./matrix";

/**
 * A rule that holds a project's own matrix, for the `rows` of {@link ProductionReadiness}. It judges the Helm release that brings the
 * network policies.
 *
 * @param release the name of the release
 */
export function reachabilityRule(
  release: string,
  problemsOf: (stack: RenderedStack) => readonly ReachabilityProblem[],
): ResourceRule {
  return {
    appliesTo: ["helm_release"],
    evaluate: ({ arguments: { name } }, stack) =>
      name === release
        ? verdict(
            problemsOf(stack).map(
              ({ kind, message }) =>
                `values of network policies are ${kind === "open" ? "too wide" : "too narrow"}: ${message}`,
            ),
          )
        : NOT_APPLICABLE,
  };
}
