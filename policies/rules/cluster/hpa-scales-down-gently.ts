import { named, numberAt, textAt } from "../../facts/cluster-objects";
import { graceSeconds, type PodObject } from "../../facts/cluster-pods";
import { blocksAt, valueAt } from "../../rendered/rendered-stack";
import { verdict, type ObjectRule } from "../../rule";

/** Kubernetes waits for 300 s by default. Less than a minute follows every dip. https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/#stabilization-window */
const SHORTEST_WINDOW = 60;

/** Pods that have longer than a minute for their end hold connections that somebody would miss. */
const LONG_GRACE = 60;

/** An autoscaler doesn't follow every dip, and takes pods that hold connections for long away a few at a time. By default all may go at once. */
export const hpaScalesDownGently: ObjectRule = {
  kinds: ["HorizontalPodAutoscaler"],
  evaluate: ({ object, namespace }, { cluster }) => {
    const kind = textAt(object, "spec.scaleTargetRef.kind") ?? "";
    const target = named(cluster.ofKind(kind, namespace), valueAt(object, "spec.scaleTargetRef.name"));
    const grace = target?.pod === undefined ? 0 : graceSeconds(target as PodObject);
    const window = numberAt(object, "spec.behavior.scaleDown.stabilizationWindowSeconds");
    const policies = blocksAt(object, "spec.behavior.scaleDown.policies");
    const isOff = textAt(object, "spec.behavior.scaleDown.selectPolicy") === "Disabled";
    const isSlow = policies.some(
      ({ type, value, periodSeconds }) =>
        typeof value === "number" &&
        (type === "Pods" ? value <= 2 : value <= 25) &&
        typeof periodSeconds === "number" &&
        periodSeconds >= SHORTEST_WINDOW,
    );
    return verdict([
      ...(window !== undefined && window < SHORTEST_WINDOW
        ? [`spec.behavior.scaleDown.stabilizationWindowSeconds is ${window}, less than ${SHORTEST_WINDOW}`]
        : []),
      ...(grace > LONG_GRACE && !isSlow && !isOff
        ? [`spec.behavior.scaleDown.policies let many pods go at once, which have ${grace} s for their end`]
        : []),
    ]);
  },
};
