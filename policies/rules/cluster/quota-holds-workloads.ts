import { isRecord } from "../../../sandbox/kubernetes/objects";
import { quantity } from "../../../sandbox/kubernetes/quantities";
import { numberAt } from "../../facts/cluster-objects";
import { autoscalerOf, podsIn, runningContainers, type PodObject } from "../../facts/cluster-pods";
import { type RenderedCluster } from "../../rendered/rendered-cluster";
import { valueAt } from "../../rendered/rendered-stack";
import { NOT_APPLICABLE, shown, verdict, type ObjectRule } from "../../rule";

const RESOURCES = ["requests.cpu", "requests.memory", "limits.cpu", "limits.memory"];

/** A quota holds what the workloads may scale to, and a few times as much at most: far above that it caps nothing. */
export const quotaHoldsWorkloads: ObjectRule = {
  kinds: ["ResourceQuota"],
  evaluate: ({ object, namespace }, { cluster }) => {
    const hard = valueAt(object, "spec.hard");
    const services = podsIn(namespace, cluster).filter(({ kind }) => kind === "Deployment" || kind === "StatefulSet");
    if (!isRecord(hard) || services.length === 0) {
      return NOT_APPLICABLE;
    }
    const needs = [
      ["pods", services.reduce((sum, one) => sum + mostReplicas(one, cluster), 0)] as const,
      ...RESOURCES.map(
        (resource) =>
          [
            resource,
            services.reduce((sum, one) => sum + mostReplicas(one, cluster) * ofPod(one, resource), 0),
          ] as const,
      ),
    ];
    return verdict(
      needs.flatMap(([key, need]) => {
        const limit = quantity(hard[key] as string | number | undefined);
        return limit < need ? [`spec.hard.${key} is ${shown(hard[key])}, and workloads may scale to ${need}`] : [];
      }),
    );
  },
};

function mostReplicas(workload: PodObject, cluster: RenderedCluster): number {
  const autoscaler = autoscalerOf(workload, cluster);
  return autoscaler === undefined
    ? (numberAt(workload.object, "spec.replicas") ?? 1)
    : (numberAt(autoscaler.object, "spec.maxReplicas") ?? 1);
}

function ofPod(pod: PodObject, resource: string): number {
  return runningContainers(pod).reduce((sum, container) => {
    const amount = quantity(valueAt(container, `resources.${resource}`) as string | number | undefined);
    return sum + (Number.isNaN(amount) ? 0 : amount);
  }, 0);
}
