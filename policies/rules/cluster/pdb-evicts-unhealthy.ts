import { valueAt } from "../../rendered/rendered-stack";
import { shown, verdict, type ObjectRule } from "../../rule";

const PATH = "spec.unhealthyPodEvictionPolicy";

/** Pods that are broken anyway don't hold up a node upgrade. */
export const pdbEvictsUnhealthy: ObjectRule = {
  kinds: ["PodDisruptionBudget"],
  evaluate: ({ object }) =>
    verdict(
      valueAt(object, PATH) === "AlwaysAllow" ? [] : [`${PATH} is ${shown(valueAt(object, PATH))}, not "AlwaysAllow"`],
    ),
};
