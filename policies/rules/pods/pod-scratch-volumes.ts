import { describeQuantity, quantity } from "../../../sandbox/kubernetes/quantities";
import { podRule } from "../../facts/pods";
import { NOT_APPLICABLE, verdict } from "../../rule";

/**
 * An emptyDir has a size, and the pod may use it: on disk it counts as ephemeral storage of the pod, in memory as memory.
 * https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/#resource-emphemeralstorage-consumption
 */
export const podScratchVolumes = podRule(({ pod, containers }) => {
  const volumes = (pod.spec.volumes ?? []).flatMap(({ emptyDir }, index) =>
    emptyDir === undefined ? [] : [{ ...emptyDir, path: `${pod.path}.volumes[${index}].emptyDir` }],
  );
  if (volumes.length === 0) {
    return NOT_APPLICABLE;
  }
  const tooMuch = (resource: string, medium: string): string[] => {
    const used = sum(
      volumes.filter((one) => (one.medium ?? "") === medium).map(({ sizeLimit }) => quantity(sizeLimit)),
    );
    const allowed = sum(containers.map(({ container }) => quantity(container.resources?.limits?.[resource])));
    return used > allowed
      ? [
          `${pod.path}.volumes have room for ${describeQuantity(resource, used)} in emptyDir, and the pod is evicted above its ${resource} limit of ${describeQuantity(resource, allowed)}`,
        ]
      : [];
  };
  return verdict([
    ...volumes.flatMap(({ path, sizeLimit }) =>
      quantity(sizeLimit) > 0 ? [] : [`${path}.sizeLimit is ${sizeLimit ?? "absent"}`],
    ),
    ...tooMuch("ephemeral-storage", ""),
    ...tooMuch("memory", "Memory"),
  ]);
});

/** NaN when one isn't known, which is above and below nothing. */
const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
