import { type PodTemplate } from "../../sandbox/kubernetes/pod-templates";
import { type RenderedCluster, type RenderedObject } from "../rendered/rendered-cluster";
import { blocksAt, valueAt, type Block } from "../rendered/rendered-stack";
import { matchesSelector } from "../../sandbox/kubernetes/selectors";
import { numberAt, selectorOf, selects, textMap, type Labels } from "./cluster-objects";

/** An object that is a pod or creates pods. */
export type PodObject = RenderedObject & { readonly pod: PodTemplate };

/** A port that a container says it listens on. */
export interface ContainerPort {
  readonly name: string | undefined;
  readonly port: number;
  readonly protocol: string;
}

/** Kinds whose selectors pick pods by labels that a PodTemplate may not have yet. */
const POLICIES = ["NetworkPolicy", "FQDNNetworkPolicy"];

/**
 * The labels that a pod has when it runs. A PodTemplate object is a pattern: whoever creates pods from it adds labels, such
 * as a session's, and policies that ask for their presence mean those pods.
 */
export function labelsOf({ kind, namespace, pod }: PodObject, cluster: RenderedCluster): Labels {
  const labels = textMap(pod.labels);
  if (kind !== "PodTemplate") {
    return labels;
  }
  const added = POLICIES.flatMap((policy) => cluster.ofKind(policy, namespace)).flatMap(({ object }) => {
    const { matchLabels, matchExpressions = [] } = selectorOf(valueAt(object, "spec.podSelector")) ?? {};
    const present = matchExpressions.filter(({ key, operator }) => operator === "Exists" && labels[key] === undefined);
    const others = matchExpressions.filter((expression) => !present.includes(expression));
    // a selector by nothing else would make every pattern match every policy
    const means =
      Object.keys(matchLabels ?? {}).length > 0 && matchesSelector({ matchLabels, matchExpressions: others }, labels);
    return means ? present.map(({ key }) => [key, "added"] as const) : [];
  });
  return { ...Object.fromEntries(added), ...labels };
}

/** The pods that a selector of an object picks in the object's namespace. */
export function podsSelectedBy(
  { object, namespace }: RenderedObject,
  path: string,
  cluster: RenderedCluster,
): readonly PodObject[] {
  return podsIn(namespace, cluster).filter((pod) => selects(object, path, labelsOf(pod, cluster)));
}

/** Every pod of a namespace. */
export const podsIn = (namespace: string, cluster: RenderedCluster): readonly PodObject[] =>
  cluster.withPods().filter((pod) => pod.namespace === namespace);

/** True for the first pod of a namespace: what a whole namespace lacks is said once. */
export const isFirstOfNamespace = (one: RenderedObject, cluster: RenderedCluster): boolean =>
  cluster.withPods().find(({ namespace }) => namespace === one.namespace)?.address === one.address;

/** Containers and sidecars of a pod: all that listen while it runs. */
export function runningContainers({ pod }: PodObject): readonly Block[] {
  const spec = pod.spec as unknown as Block;
  const sidecars = blocksAt(spec, "initContainers").filter(({ restartPolicy }) => restartPolicy === "Always");
  return [...sidecars, ...blocksAt(spec, "containers")];
}

/** Ports that the containers of a pod name. */
export function portsOf(pod: PodObject): readonly ContainerPort[] {
  return runningContainers(pod).flatMap((container) =>
    blocksAt(container, "ports").flatMap(({ name, containerPort, protocol }) =>
      typeof containerPort === "number"
        ? [
            {
              name: typeof name === "string" ? name : undefined,
              port: containerPort,
              protocol: typeof protocol === "string" ? protocol : "TCP",
            },
          ]
        : [],
    ),
  );
}

/** The number of a port that may be written as a name. */
export function portNumber(pod: PodObject, port: unknown): number | undefined {
  return typeof port === "number" ? port : portsOf(pod).find(({ name }) => name === port)?.port;
}

/** The autoscaler of a workload. */
export function autoscalerOf({ kind, name, namespace }: RenderedObject, cluster: RenderedCluster) {
  return cluster
    .ofKind("HorizontalPodAutoscaler", namespace)
    .find(
      ({ object }) =>
        valueAt(object, "spec.scaleTargetRef.kind") === kind && valueAt(object, "spec.scaleTargetRef.name") === name,
    );
}

/** How many pods a workload has at least: what its autoscaler keeps, or else what it says itself. */
export function leastReplicas(workload: RenderedObject, cluster: RenderedCluster): number {
  const autoscaler = autoscalerOf(workload, cluster);
  // 1 is the default of both: https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/
  return autoscaler === undefined
    ? (numberAt(workload.object, "spec.replicas") ?? 1)
    : (numberAt(autoscaler.object, "spec.minReplicas") ?? 1);
}

/** How long a pod's hook before its stop waits, in seconds; 0 without one or when it can't be told. */
export function preStopSeconds(pod: PodObject): number {
  return Math.max(
    0,
    ...runningContainers(pod).map((container) => numberAt(container, "lifecycle.preStop.sleep.seconds") ?? 0),
  );
}

/** How long a pod has for its end, in seconds. https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#pod-termination */
export const graceSeconds = ({ pod }: PodObject): number =>
  numberAt(pod.spec as unknown as Block, "terminationGracePeriodSeconds") ?? 30;
