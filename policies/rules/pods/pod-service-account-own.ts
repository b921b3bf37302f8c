import { podRule } from "../../facts/pods";
import { accountNameOf } from "../../facts/pods-cluster";
import { verdict, NOT_APPLICABLE } from "../../rule";

/** No two workloads share a ServiceAccount: each would have the rights of both, in the cluster and in Google Cloud. */
export const podServiceAccountOwn = podRule((subject) => {
  const { object, pod, cluster } = subject;
  const name = accountNameOf(subject);
  if (name === "default") {
    return NOT_APPLICABLE;
  }
  const sharing = cluster
    .withPods()
    .filter(
      (other) =>
        other.namespace === object.namespace &&
        (other.kind !== object.kind || other.name !== object.name) &&
        accountNameOf(other) === name,
    );
  return verdict(
    sharing.map(
      ({ kind, name: other }) => `${pod.path}.serviceAccountName is "${name}", and ${kind} "${other}" runs as it too`,
    ),
  );
});
