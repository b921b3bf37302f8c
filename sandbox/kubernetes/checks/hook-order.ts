import { hookEvents, hookWeight } from "../hooks";
import { isRecord, keyOf, type KubernetesObject } from "../objects";
import { type PodTemplate } from "../pod-templates";
import { type Review } from "../review";
import { type Check, type Finding } from "./check";
import { syncedBy, usesOf } from "./config-references";

/**
 * Helm waits for a `pre-` hook before it creates the release's ordinary objects and hooks of a higher weight, so the
 * hook's pods cannot need one of them.
 */
export const hookOrder: Check = {
  id: "hook-order",
  source: "https://helm.sh/docs/topics/charts_hooks/",
  effect: "pods-never-start",
  find: (review) =>
    review.podTemplates
      .filter(({ object }) => runsFirst(object, review))
      .flatMap((template) => early(template, review)),
};

function runsFirst(object: KubernetesObject, review: Review): boolean {
  return hookEvents(object).includes(review.isUpgrade ? "pre-upgrade" : "pre-install");
}

function early(template: PodTemplate, review: Review): Finding[] {
  const { object } = template;
  return needsOf(template, review).flatMap(({ needed, path }) => {
    const arrives = review.incoming.find((other) => needed !== undefined && keyOf(other) === keyOf(needed));
    return arrives === undefined || isThere(arrives, object, review)
      ? []
      : [
          {
            object,
            path,
            message: `the hook runs before ${arrives.kind} "${arrives.metadata.name}" of this release is created`,
            fix: "make it a hook of a lower weight as well, or run the hook after the install",
          },
        ];
  });
}

/** True when the object is stored already, or is a hook that comes before. */
function isThere(needed: KubernetesObject, hook: KubernetesObject, review: Review): boolean {
  if (!runsFirst(needed, review)) {
    return review.before(needed) !== undefined;
  }
  return hookWeight(needed) <= hookWeight(hook);
}

interface Need {
  readonly needed: KubernetesObject | undefined;
  readonly path: string;
}

/** Everything that the pod waits for, or is refused without. */
function needsOf(template: PodTemplate, review: Review): readonly Need[] {
  const { object, path, spec } = template;
  const { namespace } = object.metadata;
  const named = (group: string, kind: string, name: unknown, of?: string) =>
    typeof name === "string" ? review.find(group, kind, of, name) : undefined;
  return [
    { needed: named("", "ServiceAccount", spec.serviceAccountName, namespace), path: `${path}.serviceAccountName` },
    {
      needed: named("scheduling.k8s.io", "PriorityClass", spec.priorityClassName),
      path: `${path}.priorityClassName`,
    },
    ...usesOf(template).map(({ kind, name, path: place }) => ({
      needed: named("", kind, name, namespace) ?? (kind === "Secret" ? syncedBy(name, namespace, review) : undefined),
      path: place,
    })),
    ...(spec.volumes ?? []).map(({ csi }, index) => ({
      needed: named(
        "secrets-store.csi.x-k8s.io",
        "SecretProviderClass",
        isRecord(csi?.volumeAttributes) ? csi.volumeAttributes["secretProviderClass"] : undefined,
        namespace,
      ),
      path: `${path}.volumes[${index}].csi.volumeAttributes.secretProviderClass`,
    })),
  ];
}
