import { podRule } from "../../facts/pods";
import { shown, verdict, NOT_APPLICABLE } from "../../rule";

/** https://cloud.google.com/kubernetes-engine/docs/how-to/extended-duration-pods */
const ANNOTATION = "cluster-autoscaler.kubernetes.io/safe-to-evict";

/** Nodes with pods that can't begin again stay until these are done, and nodes with all other pods don't have to. */
export const podsLeftToFinish = podRule(({ pod, object }) => {
  const value = pod.annotations[ANNOTATION];
  const path = `${pod.path.replace(/spec$/, "metadata.annotations")}[${ANNOTATION}]`;
  if (["Job", "CronJob", "PodTemplate"].includes(object.kind)) {
    const isRestarted = pod.spec.restartPolicy === "OnFailure";
    return isRestarted ? NOT_APPLICABLE : verdict(value === "false" ? [] : [`${path} is ${shown(value)}, not "false"`]);
  }
  return verdict(value === "false" ? [`${path} is "false", and the pod's node can never be given back`] : []);
});
