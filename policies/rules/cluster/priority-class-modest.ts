import { numberAt } from "../../facts/cluster-objects";
import { verdict, type ObjectRule } from "../../rule";

/** User classes end here; what is above is the system's. https://kubernetes.io/docs/concepts/scheduling-eviction/pod-priority-preemption/#priorityclass */
const HIGHEST = 1_000_000_000;

/** A PriorityClass isn't everybody's default, and stays below the system's. */
export const priorityClassModest: ObjectRule = {
  kinds: ["PriorityClass"],
  evaluate: ({ object }) => {
    const value = numberAt(object, "value") ?? 0;
    return verdict([
      ...(object.globalDefault === true ? ["globalDefault is true, so that every pod of the cluster gets it"] : []),
      ...(value > HIGHEST ? [`value is ${value}, above ${HIGHEST}`] : []),
    ]);
  },
};
