import { type LabelSelector } from "../kubernetes-types";
import { matchesSelector } from "../selectors";
import { type Check, type Finding } from "./check";

interface BudgetSpec {
  readonly minAvailable?: number | string;
  readonly maxUnavailable?: number | string;
  readonly selector?: LabelSelector;
}

/** A PodDisruptionBudget must protect pods that exist, and must let at least one of them go. */
export const disruptionBudgets: Check = {
  id: "disruption-budgets",
  source: "https://kubernetes.io/docs/tasks/run-application/configure-pdb/",
  effect: "does-not-work",
  find: (review) =>
    review.reviewed("policy", "PodDisruptionBudget").flatMap((object): Finding[] => {
      const { minAvailable, maxUnavailable, selector } = (object.spec ?? {}) as BudgetSpec;
      const templates = review.allPodTemplates.filter(
        (template) => template.object.metadata.namespace === object.metadata.namespace,
      );
      const protects =
        review.hidesPods(object.metadata.namespace) ||
        templates.some(({ labels }) => matchesSelector(selector, labels));
      return [
        ...(minAvailable !== undefined && maxUnavailable !== undefined
          ? [
              {
                object,
                path: "spec",
                message: "minAvailable and maxUnavailable cannot be both set",
                fix: "keep one",
                effect: "refused" as const,
              },
            ]
          : []),
        ...(protects
          ? []
          : [
              {
                object,
                path: "spec.selector",
                message: "it selects no pod of the namespace",
                fix: "select the labels of the workload's pod template",
              },
            ]),
        ...(maxUnavailable === 0 || maxUnavailable === "0%" || minAvailable === "100%"
          ? [
              {
                object,
                path: "spec",
                message: "no pod may ever be evicted, which blocks node upgrades",
                fix: "allow at least one",
                effect: "warning" as const,
              },
            ]
          : []),
      ];
    }),
};
