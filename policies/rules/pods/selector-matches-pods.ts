import { matchesSelector } from "../../../sandbox/kubernetes/selectors";
import { specOf, workloadRule } from "../../facts/pods";
import { selectorOf } from "../../facts/pods-cluster";
import { verdict } from "../../rule";

/** https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#syntax-and-character-set */
const VALUE = /^(?=.{0,63}$)([A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?)?$/;

/** A workload's selector picks its own pods, and nobody else's: two with one selector fight over the pods of both. */
export const selectorMatchesPods = workloadRule(
  ["Deployment", "StatefulSet", "DaemonSet", "ReplicaSet"],
  ({ object, pod, cluster }) => {
    const selector = selectorOf(specOf(object).selector);
    const { matchLabels = {}, matchExpressions = [] } = selector ?? {};
    if (selector === undefined || Object.keys(matchLabels).length + matchExpressions.length === 0) {
      return verdict(["spec.selector selects nothing in particular"]);
    }
    const others = cluster
      .withPods()
      .filter(
        (other) =>
          other.namespace === object.namespace &&
          (other.name !== object.name || other.kind !== object.kind) &&
          matchesSelector(selector, other.pod.labels),
      );
    return verdict([
      ...(matchesSelector(selector, pod.labels) ? [] : ["spec.selector doesn't match the labels of spec.template"]),
      ...others.map(({ kind, name }) => `spec.selector also picks the pods of ${kind} "${name}"`),
      ...Object.entries(pod.labels)
        .filter(([, value]) => !VALUE.test(value))
        .map(([key, value]) => `spec.template.metadata.labels has ${key}: "${value}", which is no value of a label`),
    ]);
  },
);
