import { podRule } from "../../facts/pods";
import { verdict } from "../../rule";

/** The scheduler chooses the node: no pod names one, and none tolerates every taint. */
export const podPlacement = podRule(({ pod, object }) => {
  const { nodeName, tolerations = [], schedulerName } = pod.spec;
  const at = pod.path;
  return verdict([
    ...(nodeName === undefined ? [] : [`${at}.nodeName is "${nodeName}", past the scheduler`]),
    ...(object.kind === "DaemonSet"
      ? []
      : tolerations.flatMap(({ key, operator }, index) =>
          operator === "Exists" && (key === undefined || key === "" || key.startsWith("node-role.kubernetes.io/"))
            ? [`${at}.tolerations[${index}] tolerates ${key === undefined || key === "" ? "every taint" : key}`]
            : [],
        )),
    ...(schedulerName === undefined || schedulerName === "default-scheduler" || schedulerName.startsWith("gke.io/")
      ? []
      : [`${at}.schedulerName is "${schedulerName}", which has to exist`]),
  ]);
});
