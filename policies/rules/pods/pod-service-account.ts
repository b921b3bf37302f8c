import { podRule } from "../../facts/pods";
import { accountOf, isWhole } from "../../facts/pods-cluster";
import { isUncertain } from "../../facts/pods-shape";
import { COMPLIANT, shown, unknown, verdict } from "../../rule";

/** A pod runs as a ServiceAccount that somebody made for it, and that is there. */
export const podServiceAccount = podRule((subject) => {
  const { pod, cluster } = subject;
  const { serviceAccountName: name, serviceAccount: old } = pod.spec;
  const path = `${pod.path}.serviceAccountName`;
  if (name === undefined && old !== undefined) {
    return verdict([`${pod.path}.serviceAccount is ${shown(old)}, the deprecated name of serviceAccountName`]);
  }
  if (isUncertain(name)) {
    return unknown(path);
  }
  if (name === undefined || name === "" || name === "default") {
    return verdict([`${path} is ${shown(name)}, so the pod shares the namespace's ServiceAccount`]);
  }
  if (accountOf(subject) !== undefined) {
    return COMPLIANT;
  }
  return isWhole(cluster)
    ? verdict([`${path} is ${shown(name)}, and there is no such ServiceAccount in "${subject.object.namespace}"`])
    : unknown(path);
});
