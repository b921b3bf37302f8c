import { specOf, workloadRule } from "../../facts/pods";
import { isWhole } from "../../facts/pods-cluster";
import { COMPLIANT, shown, unknown, verdict } from "../../rule";

/** A StatefulSet has a headless Service, from which its pods get their names. */
export const statefulSetService = workloadRule(["StatefulSet"], ({ object, cluster }) => {
  const { serviceName } = specOf(object);
  if (typeof serviceName !== "string" || serviceName === "") {
    return verdict([`spec.serviceName is ${shown(serviceName)}`]);
  }
  const service = cluster.ofKind("Service", object.namespace).find(({ name }) => name === serviceName);
  if (service === undefined) {
    return isWhole(cluster)
      ? verdict([`spec.serviceName is "${serviceName}", and there is no such Service`])
      : unknown("spec.serviceName");
  }
  return specOf(service).clusterIP === "None"
    ? COMPLIANT
    : verdict([`spec.serviceName is "${serviceName}", which isn't headless`]);
});
