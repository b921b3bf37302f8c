import { hookEvents } from "../hooks";
import { keyOf } from "../objects";
import { type PodTemplate } from "../pod-templates";
import { type Review } from "../review";
import { type Check, type Finding } from "./check";
import { usesOf } from "./config-references";

/** Helm waits for a `pre-` hook before it creates the release's ordinary objects, so the hook's pods cannot need one of them. */
export const hookOrder: Check = {
  id: "hook-order",
  source: "https://helm.sh/docs/topics/charts_hooks/",
  effect: "pods-never-start",
  find: (review) =>
    review.podTemplates
      .filter(({ object }) => runsFirst(hookEvents(object), review))
      .flatMap((template) => early(template, review)),
};

function runsFirst(events: readonly string[], review: Review): boolean {
  return events.includes(review.isUpgrade ? "pre-upgrade" : "pre-install");
}

function early(template: PodTemplate, review: Review): Finding[] {
  const { object, path, spec } = template;
  const account =
    spec.serviceAccountName === undefined
      ? []
      : [{ kind: "ServiceAccount", name: spec.serviceAccountName, path: `${path}.serviceAccountName` }];
  return [...account, ...usesOf(template)].flatMap((use) => {
    const needed = review.find("", use.kind, object.metadata.namespace, use.name);
    const arrives = review.incoming.find((other) => needed !== undefined && keyOf(other) === keyOf(needed));
    return arrives === undefined || hookEvents(arrives).length > 0 || review.before(arrives) !== undefined
      ? []
      : [
          {
            object,
            path: use.path,
            message: `the hook runs before ${use.kind} "${use.name}" of this release is created`,
            fix: "make it a hook of a lower weight as well, or run the hook after the install",
          },
        ];
  });
}
