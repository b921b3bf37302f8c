import { type Container } from "./kubernetes-types";
import { isRecord, type KubernetesObject } from "./objects";
import { type PodTemplate } from "./pod-templates";
import { quantity, rounded } from "./quantities";
import { type Review } from "./review";

/** Amounts by resource name, in base units: cores, bytes, pieces. */
export type Amounts = Readonly<Record<string, number>>;

/** What one container asks for once all defaults are in. */
export interface Demand {
  readonly requests: Amounts;
  readonly limits: Amounts;
}

/** One entry of a LimitRange; the generated type calls `default` otherwise than the API does. */
export interface LimitRangeItem {
  readonly type: string;
  readonly default?: Readonly<Record<string, string>>;
  readonly defaultRequest?: Readonly<Record<string, string>>;
  readonly max?: Readonly<Record<string, string>>;
  readonly maxLimitRequestRatio?: Readonly<Record<string, string>>;
  readonly min?: Readonly<Record<string, string>>;
}

/** Autopilot's own defaults for a container that says nothing. https://cloud.google.com/kubernetes-engine/docs/concepts/autopilot-resource-requests#defaults */
const AUTOPILOT_DEFAULTS: Amounts = { cpu: 0.5, memory: 2 * 2 ** 30, "ephemeral-storage": 2 ** 30 };

/** The items of a namespace's LimitRanges for containers or pods. */
export function limitRangeItems(
  review: Review,
  namespace: string | undefined,
  type: "Container" | "Pod",
): readonly LimitRangeItem[] {
  return review
    .ofKind("", "LimitRange", namespace)
    .flatMap(({ spec }) => (isRecord(spec) ? ((spec.limits ?? []) as LimitRangeItem[]) : []))
    .filter((item) => item.type === type);
}

/** A container's requests and limits after the defaults of Kubernetes, LimitRange and Autopilot, in the order in which they apply. */
export function demandOf(container: Container, review: Review, namespace: string | undefined): Demand {
  const written = { requests: amounts(container.resources?.requests), limits: amounts(container.resources?.limits) };
  const withLimits = { ...written, requests: { ...written.limits, ...written.requests } };
  const ranged = limitRangeItems(review, namespace, "Container").reduce<Demand>((demand, item) => {
    const limit = { ...amounts(item.max), ...amounts(item.default) };
    const request = { ...amounts(item.min), ...limit, ...amounts(item.defaultRequest) };
    return { requests: { ...request, ...demand.requests }, limits: { ...limit, ...demand.limits } };
  }, withLimits);
  return review.cluster.features.autopilot
    ? { ...ranged, requests: { ...AUTOPILOT_DEFAULTS, ...ranged.requests } }
    : ranged;
}

/** What a pod takes: the sum of its containers and sidecars, or its hungriest moment while init containers run. */
export function podDemand(template: PodTemplate, review: Review): Demand {
  const { namespace } = template.object.metadata;
  const demand = (container: Container): Demand => demandOf(container, review, namespace);
  const main = (template.spec.containers ?? []).map(demand);
  let sidecars: Demand[] = [];
  const moments = (template.spec.initContainers ?? []).map((container) => {
    const moment = [...sidecars, demand(container)];
    sidecars = container.restartPolicy === "Always" ? moment : sidecars;
    return total(moment);
  });
  const overhead = { requests: amounts(template.spec.overhead), limits: {} };
  return total([[...moments, total([...main, ...sidecars])].reduce(highest, { requests: {}, limits: {} }), overhead]);
}

/** Multiplies and adds up, for example over replicas. */
export function scaled({ requests, limits }: Demand, factor: number): Demand {
  const times = (map: Amounts): Amounts =>
    Object.fromEntries(Object.entries(map).map(([name, value]) => [name, rounded(value * factor)]));
  return { requests: times(requests), limits: times(limits) };
}

export function total(demands: readonly Demand[]): Demand {
  return demands.reduce((sum, next) => merged(sum, next, (a, b) => rounded(a + b)), { requests: {}, limits: {} });
}

const highest = (a: Demand, b: Demand): Demand => merged(a, b, Math.max);

function merged(a: Demand, b: Demand, combine: (a: number, b: number) => number): Demand {
  const each = (left: Amounts, right: Amounts): Amounts => {
    const names = [...new Set([...Object.keys(left), ...Object.keys(right)])];
    return Object.fromEntries(names.map((name) => [name, combine(left[name] ?? 0, right[name] ?? 0)]));
  };
  return { requests: each(a.requests, b.requests), limits: each(a.limits, b.limits) };
}

export function amounts(map: Readonly<Record<string, string | number>> | undefined): Amounts {
  return Object.fromEntries(Object.entries(map ?? {}).map(([name, value]) => [name, quantity(value)]));
}

interface Scale {
  /** Pods that run as soon as the object is stored. */
  readonly now: number;
  /** Pods that run when everything is scaled up and every schedule has fired. */
  readonly most: number;
}

/** How many pods an object brings. A DaemonSet counts once: the number of nodes is not known here. */
export function podCount(object: KubernetesObject, review: Review): Scale {
  const spec = isRecord(object.spec) ? object.spec : {};
  const count = (value: unknown, fallback: number): number => (typeof value === "number" ? value : fallback);
  switch (object.kind) {
    case "Deployment":
    case "StatefulSet":
    case "ReplicaSet":
    case "ReplicationController": {
      const scaler = scalerOf(object, review);
      const now = Math.max(count(spec.replicas, 1), count(scaler?.minReplicas, scaler === undefined ? 0 : 1));
      return { now, most: Math.max(now, count(scaler?.maxReplicas, now)) };
    }
    case "Job": {
      const parallel =
        spec.suspend === true
          ? 0
          : Math.min(count(spec.parallelism, 1), count(spec.completions, Number.POSITIVE_INFINITY));
      return { now: parallel, most: parallel };
    }
    case "CronJob":
      return { now: 0, most: spec.suspend === true ? 0 : 1 };
    case "PodTemplate":
      return { now: 0, most: 0 };
    default:
      return { now: 1, most: 1 };
  }
}

function scalerOf({ kind, metadata }: KubernetesObject, review: Review): Readonly<Record<string, unknown>> | undefined {
  return review
    .ofKind("autoscaling", "HorizontalPodAutoscaler", metadata.namespace)
    .map(({ spec }) => (isRecord(spec) ? spec : {}))
    .find(({ scaleTargetRef: target }) => isRecord(target) && target.kind === kind && target.name === metadata.name);
}
