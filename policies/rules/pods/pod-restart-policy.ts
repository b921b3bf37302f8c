import { isLongRunning, podRule } from "../../facts/pods";
import { expectField } from "../../facts/pods";

/** What runs until somebody stops it always restarts; what has an end doesn't begin again by itself. */
export const podRestartPolicy = podRule((subject) => {
  const { pod, object } = subject;
  const { restartPolicy } = pod.spec;
  const path = `${pod.path}.restartPolicy`;
  if (["Job", "CronJob", "PodTemplate"].includes(object.kind)) {
    return expectField(path, restartPolicy, "Never", "OnFailure");
  }
  return isLongRunning(subject)
    ? expectField(path, restartPolicy, "Always", undefined)
    : expectField(path, restartPolicy, "Never", "OnFailure", "Always", undefined);
});
