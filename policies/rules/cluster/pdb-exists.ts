import { selects, textMap } from "../../facts/cluster-objects";
import { leastReplicas } from "../../facts/cluster-pods";
import { NOT_APPLICABLE, verdict, type ObjectRule } from "../../rule";

/** Whatever runs more than one pod has a PodDisruptionBudget, else a node upgrade may take all of them at once. */
export const pdbExists: ObjectRule = {
  kinds: ["Deployment", "StatefulSet"],
  evaluate: (workload, { cluster }) => {
    const { pod, namespace } = workload;
    if (pod === undefined || leastReplicas(workload, cluster) < 2) {
      return NOT_APPLICABLE;
    }
    const budgets = cluster
      .ofKind("PodDisruptionBudget", namespace)
      .filter(({ object }) => selects(object, "spec.selector", textMap(pod.labels)));
    return verdict([
      ...(budgets.length === 0 ? ["spec.template.metadata.labels are picked by no PodDisruptionBudget"] : []),
      // the eviction API refuses pods of two: https://kubernetes.io/docs/tasks/run-application/configure-pdb/#arbitrary-controllers-and-selectors
      ...(budgets.length > 1
        ? [
            `spec.template.metadata.labels are picked by ${budgets.map(({ name }) => name).join(" and ")}, so that no pod can be evicted`,
          ]
        : []),
    ]);
  },
};
