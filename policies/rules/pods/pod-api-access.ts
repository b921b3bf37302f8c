import { podRule, type PodSubject } from "../../facts/pods";
import { accountNameOf, bindingsOf, isWhole } from "../../facts/pods-cluster";
import { NOT_APPLICABLE, unknown, verdict } from "../../rule";

/** Where every client library looks. https://kubernetes.io/docs/tasks/run-application/access-api-from-pod/ */
const MOUNT_PATH = "/var/run/secrets/kubernetes.io/serviceaccount";

/**
 * A pod whose ServiceAccount has rights at the Kubernetes API also has what it takes to use them: token, certificate authority and
 * namespace, where client libraries look. A pod whose ServiceAccount has none has no token for the API either.
 */
export const podApiAccess = podRule((subject) => {
  const { pod, cluster, containers } = subject;
  const isBound = bindingsOf(subject).length > 0;
  const volumes = tokenVolumes(subject);
  const [volume] = volumes;
  if (pod.spec.automountServiceAccountToken !== false) {
    return NOT_APPLICABLE;
  }
  if (!isBound) {
    if (volume !== undefined && !isWhole(cluster)) {
      return unknown(`${pod.path}.serviceAccountName`);
    }
    return verdict(
      volume === undefined
        ? []
        : [`${volume.path} holds a token of "${accountNameOf(subject)}", to which no binding gives anything`],
    );
  }
  if (volume === undefined) {
    return verdict([`${pod.path}.volumes has no token, and "${accountNameOf(subject)}" has rights at the API`]);
  }
  const users = containers.filter(({ container }) =>
    (container.volumeMounts ?? []).some(({ name, mountPath }) => name === volume.name && mountPath === MOUNT_PATH),
  );
  return verdict([
    ...(volume.tokenPath === "token" ? [] : [`${volume.path} has no token at the path token`]),
    ...(volume.hasAuthority ? [] : [`${volume.path} lacks ca.crt of kube-root-ca.crt`]),
    ...(volume.hasNamespace ? [] : [`${volume.path} lacks the namespace`]),
    ...(users.length > 0 ? [] : [`${volume.path} is mounted by no container at ${MOUNT_PATH}`]),
  ]);
});

interface TokenVolume {
  readonly name: string;
  readonly path: string;
  readonly tokenPath: string;
  readonly hasAuthority: boolean;
  readonly hasNamespace: boolean;
}

/** Volumes with a token for the Kubernetes API: one with an audience is for somebody else. */
function tokenVolumes({ pod }: PodSubject): readonly TokenVolume[] {
  return (pod.spec.volumes ?? []).flatMap(({ name, projected }, index) => {
    const sources = projected?.sources ?? [];
    const token = sources.find(({ serviceAccountToken: one }) => one !== undefined && one.audience === undefined);
    if (token?.serviceAccountToken === undefined) {
      return [];
    }
    return [
      {
        name,
        path: `${pod.path}.volumes[${index}].projected.sources`,
        tokenPath: token.serviceAccountToken.path,
        hasAuthority: sources.some(
          ({ configMap }) =>
            configMap?.name === "kube-root-ca.crt" &&
            (configMap.items ?? [{ key: "ca.crt", path: "ca.crt" }]).some(
              ({ key, path }) => key === "ca.crt" && path === "ca.crt",
            ),
        ),
        hasNamespace: sources.some(({ downwardAPI }) =>
          (downwardAPI?.items ?? []).some(
            ({ path, fieldRef }) => path === "namespace" && fieldRef?.fieldPath === "metadata.namespace",
          ),
        ),
      },
    ];
  });
}
