import { expectField, podRule } from "../../facts/pods";
import { accountNameOf, accountOf } from "../../facts/pods-cluster";

/** No pod gets a token of the Kubernetes API because nobody said no: the pod decides, or else its ServiceAccount. */
export const podApiToken = podRule((subject) => {
  const { pod } = subject;
  const own = pod.spec.automountServiceAccountToken;
  if (own !== undefined) {
    return expectField(`${pod.path}.automountServiceAccountToken`, own, false);
  }
  const inherited: unknown = accountOf(subject)?.object.automountServiceAccountToken;
  return expectField(
    `${pod.path}.automountServiceAccountToken (or that of ServiceAccount "${accountNameOf(subject)}")`,
    inherited,
    false,
  );
});
