import { specOf, workloadRule } from "../../facts/pods";
import { replicasOf } from "../../facts/pods-cluster";
import { shown, verdict } from "../../rule";

/** A workload has two pods or more. Where an autoscaler is for it, the autoscaler alone says how many. */
export const workloadReplicas = workloadRule(["Deployment", "StatefulSet"], (subject) => {
  const { replicas } = specOf(subject.object);
  const { least, autoscaler } = replicasOf(subject);
  if (autoscaler !== undefined) {
    return verdict([
      ...(replicas === undefined
        ? []
        : [`spec.replicas is ${shown(replicas)}, and every release takes back what the autoscaler did`]),
      ...(least < 2 ? [`spec.minReplicas of HorizontalPodAutoscaler "${autoscaler.name}" is ${least}, not 2`] : []),
    ]);
  }
  return verdict(least >= 2 ? [] : [`spec.replicas is ${shown(replicas)}: one node's end is everybody's`]);
});
