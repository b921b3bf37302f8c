import { type PodSpec } from "../../sandbox/kubernetes/kubernetes-types";
import { matchesSelector } from "../../sandbox/kubernetes/selectors";
import { isRecord } from "../../sandbox/kubernetes/objects";
import { type PodSubject } from "./pods";
import { replicasOf, selectorOf } from "./pods-cluster";

/** Labels of nodes over which pods are spread. https://kubernetes.io/docs/reference/labels-annotations-taints/ */
export const ZONE = "topology.kubernetes.io/zone";
export const HOST = "kubernetes.io/hostname";

/** One rule of a pod about how its kind is spread. */
export type SpreadConstraint = NonNullable<PodSpec["topologySpreadConstraints"]>[number] & { readonly path: string };

/** True for workloads with more than one pod at a time. */
export function isSpreadable(subject: PodSubject): boolean {
  const { kind } = subject.object;
  return (kind === "Deployment" || kind === "StatefulSet") && replicasOf(subject).most > 1;
}

/** The constraints over a kind of node label, those that count the pod itself. One that counts other pods spreads nothing. */
export function constraintsOver(topologyKey: string, { pod }: PodSubject): readonly SpreadConstraint[] {
  return (pod.spec.topologySpreadConstraints ?? [])
    .map((constraint, index) => ({ ...constraint, path: `${pod.path}.topologySpreadConstraints[${index}]` }))
    .filter(
      ({ topologyKey: key, labelSelector }) =>
        key === topologyKey && matchesSelector(nonEmpty(labelSelector), pod.labels),
    );
}

/** True when pods of the same kind avoid a node where one of them is already. */
export function avoidsItself(topologyKey: string, { pod }: PodSubject): boolean {
  const { preferredDuringSchedulingIgnoredDuringExecution: preferred = [], ...rules } =
    pod.spec.affinity?.podAntiAffinity ?? {};
  const { requiredDuringSchedulingIgnoredDuringExecution: required = [] } = rules;
  const terms = [...(Array.isArray(required) ? required : []), ...preferred.map((one) => one.podAffinityTerm)];
  return terms.some(
    (term: unknown) =>
      isRecord(term) && term.topologyKey === topologyKey && matchesSelector(nonEmpty(term.labelSelector), pod.labels),
  );
}

/** A selector that selects something in particular. */
function nonEmpty(value: unknown): ReturnType<typeof selectorOf> {
  const selector = selectorOf(value);
  const { matchLabels = {}, matchExpressions = [] } = selector ?? {};
  return Object.keys(matchLabels).length + matchExpressions.length > 0 ? selector : undefined;
}
