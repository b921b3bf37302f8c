import { groupOf, isRecord } from "../objects";
import { type Check, type Finding } from "./check";

interface AutoscalerSpec {
  readonly scaleTargetRef: { readonly apiVersion?: string; readonly kind: string; readonly name: string };
  readonly minReplicas?: number;
  readonly maxReplicas: number;
}

/** A HorizontalPodAutoscaler must scale something that exists. */
export const autoscalers: Check = {
  id: "autoscalers",
  source: "https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/",
  effect: "does-not-work",
  find: (review) =>
    review.reviewed("autoscaling", "HorizontalPodAutoscaler").flatMap((object): Finding[] => {
      const { scaleTargetRef: target, minReplicas = 1, maxReplicas } = object.spec as AutoscalerSpec;
      const scaled = review.find(
        groupOf(target.apiVersion ?? "v1"),
        target.kind,
        object.metadata.namespace,
        target.name,
      );
      const fixed = isRecord(scaled?.spec) && typeof scaled.spec.replicas === "number";
      return [
        ...(minReplicas <= maxReplicas
          ? []
          : [
              {
                object,
                path: "spec.maxReplicas",
                message: `maxReplicas ${maxReplicas} is below minReplicas ${minReplicas}`,
                fix: "raise maxReplicas",
                effect: "refused" as const,
              },
            ]),
        ...(scaled !== undefined
          ? []
          : [
              {
                object,
                path: "spec.scaleTargetRef",
                message: `the ${target.kind} "${target.name}" was not found`,
                fix: "name the workload and its apiVersion, for example apps/v1",
              },
            ]),
        ...(fixed
          ? [
              {
                object,
                path: "spec.scaleTargetRef",
                message: `${target.kind} "${target.name}" sets replicas, so every upgrade resets what was scaled`,
                fix: "leave replicas out of the workload",
                effect: "warning" as const,
              },
            ]
          : []),
      ];
    }),
};
