import { type LabelSelector } from "../../sandbox/kubernetes/kubernetes-types";
import { isRecord } from "../../sandbox/kubernetes/objects";
import { matchesAll, matchesSelector } from "../../sandbox/kubernetes/selectors";
import { type RenderedCluster, type RenderedObject } from "../rendered/rendered-cluster";
import { fieldOf, specOf, type PodSubject } from "./pods";
import { texts } from "./pods-shape";

/** A label selector in its own shape; undefined when there is none. */
export function selectorOf(value: unknown): LabelSelector | undefined {
  if (!isRecord(value)) {
    return undefined;
  }
  const expressions: readonly unknown[] = Array.isArray(value.matchExpressions) ? value.matchExpressions : [];
  return {
    matchLabels: texts(value.matchLabels),
    matchExpressions: expressions.filter(isRecord).map(({ key, operator, values }) => ({
      key: String(key),
      operator: String(operator),
      values: Array.isArray(values) ? values.map(String) : [],
    })),
  };
}

/** How many pods a workload has at least and at most, by itself or by the autoscaler that is for it. */
export interface Replicas {
  readonly least: number;
  readonly most: number;
  readonly autoscaler: RenderedObject | undefined;
}

/** Reads the replicas of a Deployment or StatefulSet, 1 when nobody says. */
export function replicasOf({ object, cluster }: Pick<PodSubject, "object" | "cluster">): Replicas {
  const autoscaler = cluster.ofKind("HorizontalPodAutoscaler", object.namespace).find((one) => {
    const target = fieldOf(one.object, "spec.scaleTargetRef");
    return isRecord(target) && target.kind === object.kind && target.name === object.name;
  });
  const { minReplicas, maxReplicas } = autoscaler === undefined ? {} : specOf(autoscaler);
  const own = numberOf(specOf(object).replicas) ?? 1;
  const least = autoscaler === undefined ? own : (numberOf(minReplicas) ?? 1);
  return { least, most: autoscaler === undefined ? own : (numberOf(maxReplicas) ?? least), autoscaler };
}

function numberOf(value: unknown): number | undefined {
  const number = typeof value === "number" || (typeof value === "string" && value !== "") ? Number(value) : Number.NaN;
  return Number.isNaN(number) ? undefined : number;
}

/** The Services that lead to a pod. */
export function servicesOf({ object, pod, cluster }: PodSubject): readonly RenderedObject[] {
  return cluster
    .ofKind("Service", object.namespace)
    .filter((service) => matchesAll(texts(specOf(service).selector), pod.labels));
}

/** Policies of a kind, such as GCPBackendPolicy, that are attached to one of the Services. */
export function attachedPolicies(
  kind: string,
  services: readonly RenderedObject[],
  cluster: RenderedCluster,
): readonly RenderedObject[] {
  return services.flatMap(({ namespace, name }) =>
    cluster.ofKind(kind, namespace).filter((policy) => {
      const target = fieldOf(policy.object, "spec.targetRef");
      return isRecord(target) && target.kind === "Service" && target.name === name;
    }),
  );
}

/** The name of the ServiceAccount that a pod runs as. */
export function accountNameOf({ pod }: Pick<PodSubject, "pod">): string {
  const { serviceAccountName, serviceAccount } = pod.spec;
  return serviceAccountName ?? serviceAccount ?? "default";
}

/** The ServiceAccount that a pod runs as, when the stack makes it. */
export function accountOf(subject: PodSubject): RenderedObject | undefined {
  const name = accountNameOf(subject);
  return subject.cluster.ofKind("ServiceAccount", subject.object.namespace).find((account) => account.name === name);
}

/** The bindings that give a pod's ServiceAccount rights at the Kubernetes API. */
export function bindingsOf(subject: PodSubject): readonly RenderedObject[] {
  const { cluster, object } = subject;
  const name = accountNameOf(subject);
  return [...cluster.ofKind("RoleBinding"), ...cluster.ofKind("ClusterRoleBinding")].filter((binding) => {
    const { subjects } = binding.object;
    return (Array.isArray(subjects) ? (subjects as readonly unknown[]) : []).some(
      (one) =>
        isRecord(one) &&
        one.kind === "ServiceAccount" &&
        one.name === name &&
        (one.namespace ?? binding.namespace) === object.namespace,
    );
  });
}

/**
 * The NetworkPolicies that pick a pod. Who launches the pods of a PodTemplate may add labels, so that one whose labels agree
 * with the selector as far as both go counts as well.
 */
export function networkPoliciesOf({ object, pod, cluster }: PodSubject): readonly RenderedObject[] {
  return cluster.ofKind("NetworkPolicy", object.namespace).filter((policy) => {
    const selector = selectorOf(specOf(policy).podSelector) ?? {};
    if (object.kind !== "PodTemplate") {
      return matchesSelector(selector, pod.labels);
    }
    const expressions = (selector.matchExpressions ?? []).filter(
      ({ key, operator }) => operator !== "Exists" || pod.labels[key] !== undefined,
    );
    return matchesSelector({ ...selector, matchExpressions: expressions }, pod.labels);
  });
}

/** True when nothing of the cluster is hidden in a chart that could not be rendered. */
export const isWhole = (cluster: RenderedCluster): boolean => cluster.unknown.length === 0;
