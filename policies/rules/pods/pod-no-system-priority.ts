import { podRule } from "../../facts/pods";
import { verdict, NOT_APPLICABLE } from "../../rule";

/** Pods outside kube-system don't push the cluster's own pods off their nodes. */
export const podNoSystemPriority = podRule(({ pod, object }) => {
  const { priorityClassName: name = "", priority } = pod.spec;
  if (object.namespace === "kube-system") {
    return NOT_APPLICABLE;
  }
  return verdict([
    ...(/^system-(node|cluster)-critical$/.test(name) ? [`${pod.path}.priorityClassName is "${name}"`] : []),
    ...(priority === undefined ? [] : [`${pod.path}.priority is ${priority}, which only a PriorityClass may say`]),
  ]);
});
