import { containersOf, type PlacedContainer, type PodTemplate } from "../../sandbox/kubernetes/pod-templates";
import { type RenderedCluster, type RenderedObject } from "../rendered/rendered-cluster";
import { type RenderedStack } from "../rendered/rendered-stack";
import { every, NOT_APPLICABLE, shown, unknown, verdict, type ObjectRule, type Verdict } from "../rule";
import { inShape, isUncertain } from "./pods-shape";

/** A container, with what it is in the life of its pod. */
export interface PodContainer extends PlacedContainer {
  /** An init container with restartPolicy Always runs as long as the pod. https://kubernetes.io/docs/concepts/workloads/pods/sidecar-containers/ */
  readonly isSidecar: boolean;
}

/** What a rule about pods looks at. */
export interface PodSubject {
  readonly object: RenderedObject;
  /** The pod that the object is or creates, every field in its own shape. */
  readonly pod: PodTemplate;
  /** All containers but those that are added to a running pod to debug it. */
  readonly containers: readonly PodContainer[];
  readonly cluster: RenderedCluster;
  readonly stack: RenderedStack;
}

/** A rule for everything that is a pod or creates pods. */
export function podRule(judge: (subject: PodSubject) => Verdict): ObjectRule {
  return { kinds: "pods", evaluate: (object, stack) => judged(object, stack, judge) };
}

/** A rule for some kinds that create pods. */
export function workloadRule(kinds: readonly string[], judge: (subject: PodSubject) => Verdict): ObjectRule {
  return { kinds, evaluate: (object, stack) => judged(object, stack, judge) };
}

/** A rule that asks the same of each container. */
export function containerRule(
  judge: (container: PodContainer, subject: PodSubject) => Verdict,
  isFor: (container: PodContainer, subject: PodSubject) => boolean = () => true,
): ObjectRule {
  return podRule((subject) => {
    const verdicts = subject.containers
      .filter((container) => isFor(container, subject))
      .map((container) => judge(container, subject))
      .filter(({ status }) => status !== "not-applicable");
    return verdicts.length === 0 ? NOT_APPLICABLE : every(...verdicts);
  });
}

function judged(object: RenderedObject, stack: RenderedStack, judge: (subject: PodSubject) => Verdict): Verdict {
  return object.pod === undefined
    ? NOT_APPLICABLE
    : judge({ ...subjectOf(object, object.pod), cluster: stack.cluster, stack });
}

/** What was read of a pod: dozens of rules ask the same of it. */
const READ = new WeakMap<PodTemplate, Omit<PodSubject, "cluster" | "stack">>();

function subjectOf(object: RenderedObject, template: PodTemplate): Omit<PodSubject, "cluster" | "stack"> {
  const read = READ.get(template) ?? readPod(object, template);
  READ.set(template, read);
  return read;
}

function readPod(object: RenderedObject, template: PodTemplate): Omit<PodSubject, "cluster" | "stack"> {
  const pod = inShape(template);
  const containers = containersOf(pod)
    .filter(({ role }) => role !== "ephemeral")
    .map((placed) => ({
      ...placed,
      isSidecar: placed.role === "init" && placed.container.restartPolicy === "Always",
    }));
  return { object, pod, containers };
}

/** Judges one field by the values that are right. */
export function expectField(path: string, value: unknown, ...allowed: readonly unknown[]): Verdict {
  if (isUncertain(value)) {
    return unknown(path);
  }
  const right = allowed.filter((one) => one !== undefined).map((one) => JSON.stringify(one));
  return verdict(allowed.includes(value) ? [] : [`${path} is ${shown(value)}, not ${right.join(" or ")}`]);
}

/** Judges a number by the least and the most that it may be. */
export function expectBetween(path: string, value: unknown, least: number, most: number): Verdict {
  if (isUncertain(value)) {
    return unknown(path);
  }
  const number = typeof value === "number" ? value : Number.NaN;
  return verdict(
    number >= least && number <= most
      ? []
      : [`${path} is ${shown(value)}, not ${most === Infinity ? `at least ${least}` : `between ${least} and ${most}`}`],
  );
}

const LONG_RUNNING: ReadonlySet<string> = new Set([
  "Deployment",
  "StatefulSet",
  "DaemonSet",
  "ReplicaSet",
  "ReplicationController",
]);

/** True for what runs until somebody stops it: the kinds that replace their pods, and a pod that always restarts. */
export function isLongRunning({ object: { kind }, pod }: Pick<PodSubject, "object" | "pod">): boolean {
  return LONG_RUNNING.has(kind) || (kind === "Pod" && (pod.spec.restartPolicy ?? "Always") === "Always");
}

/** True for a container that others connect to: it runs as long as the pod and declares a port. */
export function isServing({ container, role }: PodContainer, subject: PodSubject): boolean {
  return role === "container" && isLongRunning(subject) && (container.ports ?? []).length > 0;
}

/** The spec of an object, as far as it is one. */
export function specOf({ object }: Pick<RenderedObject, "object">): Readonly<Record<string, unknown>> {
  const { spec } = object;
  return typeof spec === "object" && spec !== null && !Array.isArray(spec)
    ? (spec as Readonly<Record<string, unknown>>)
    : {};
}

/** A field of an object by its path, where every step is a block. */
export function fieldOf(object: unknown, path: string): unknown {
  return path
    .split(".")
    .reduce<unknown>(
      (value, key) =>
        typeof value === "object" && value !== null ? (value as Readonly<Record<string, unknown>>)[key] : undefined,
      object,
    );
}
