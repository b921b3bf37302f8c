import { isRecord } from "../../../sandbox/kubernetes/objects";
import { fieldOf, isLongRunning, podRule } from "../../facts/pods";
import { texts } from "../../facts/pods-shape";
import { NOT_APPLICABLE, verdict } from "../../rule";

/** Annotations that change with what is mounted, so that pods are replaced: a chart's checksum, or the Reloader's. */
const FOLLOWS = /^(checksum\/|reloader\.stakater\.com\/)/;

/**
 * Pods are replaced when a secret gets a new version: a SecretProviderClass that names versions by number is read when a pod starts, so the
 * pod's own template has to change with it.
 */
export const podSecretVersionsFollowed = podRule((subject) => {
  const { pod, object, cluster } = subject;
  const mounted = (pod.spec.volumes ?? []).map(({ csi }) => texts(csi?.volumeAttributes).secretProviderClass);
  const pinned = cluster
    .ofKind("SecretProviderClass", object.namespace)
    .filter(({ name, object: one }) => mounted.includes(name) && /\/versions\/\d+/.test(textOf(one)));
  if (pinned.length === 0 || !isLongRunning(subject)) {
    return NOT_APPLICABLE;
  }
  return verdict(
    Object.keys(pod.annotations).some((key) => FOLLOWS.test(key))
      ? []
      : [
          `${pod.path.replace(/spec$/, "metadata.annotations")} has no checksum/…, and SecretProviderClass "${String(pinned[0]?.name)}" names a version`,
        ],
  );
});

function textOf(object: unknown): string {
  const parameters = fieldOf(object, "spec.parameters");
  return isRecord(parameters) ? Object.values(parameters).join("\n") : "";
}
