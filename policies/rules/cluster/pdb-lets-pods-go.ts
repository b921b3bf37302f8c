import { leastReplicas, podsSelectedBy } from "../../facts/cluster-pods";
import { valueAt } from "../../rendered/rendered-stack";
import { shown, verdict, type ObjectRule } from "../../rule";

/** A number of pods, or a share of them that Kubernetes rounds up. https://kubernetes.io/docs/tasks/run-application/configure-pdb/#rounding-logic-when-specifying-percentages */
function podsIn(value: unknown, replicas: number): number | undefined {
  const percent = /^(\d+)%$/.exec(String(value))?.[1];
  if (percent !== undefined) {
    return Math.ceil((Number(percent) * replicas) / 100);
  }
  return typeof value === "number" ? value : undefined;
}

/** A PodDisruptionBudget keeps pods and lets at least one go at any scale; one that lets none go stops node upgrades. */
export const pdbLetsPodsGo: ObjectRule = {
  kinds: ["PodDisruptionBudget"],
  evaluate: (budget, { cluster }) => {
    const least = valueAt(budget.object, "spec.minAvailable");
    const most = valueAt(budget.object, "spec.maxUnavailable");
    const pods = podsSelectedBy(budget, "spec.selector", cluster);
    if (pods.length === 0) {
      return verdict(cluster.unknown.length > 0 ? [] : [`spec.selector picks no pod of ${budget.namespace}`]);
    }
    if (least === undefined && most === undefined) {
      return verdict(["spec has neither minAvailable nor maxUnavailable"]);
    }
    const replicas = Math.min(...pods.map((pod) => leastReplicas(pod, cluster)));
    const kept = podsIn(least, replicas);
    const gone = podsIn(most, replicas);
    return verdict([
      ...(pods.length > 1
        ? [`spec.selector picks ${pods.map(({ name }) => name).join(" and ")}, which have one budget together`]
        : []),
      ...(kept !== undefined && kept >= replicas
        ? [`spec.minAvailable is ${shown(least)} of ${replicas} pods at the least, so that none may go`]
        : []),
      ...(kept !== undefined && kept < 1 ? [`spec.minAvailable is ${shown(least)}, so that all may go`] : []),
      ...(gone !== undefined && gone < 1 ? [`spec.maxUnavailable is ${shown(most)}, so that none may go`] : []),
      ...(gone !== undefined && replicas > 1 && gone >= replicas
        ? [`spec.maxUnavailable is ${shown(most)} of ${replicas} pods at the least, so that all may go`]
        : []),
    ]);
  },
};
