import { type Check } from "./check";

/** Kubernetes' own classes, in every cluster. https://kubernetes.io/docs/tasks/administer-cluster/guaranteed-scheduling-critical-addon-pods/ */
const BUILT_IN: ReadonlySet<string> = new Set(["system-cluster-critical", "system-node-critical"]);

/** A pod that names a PriorityClass which does not exist is refused. */
export const priorityClasses: Check = {
  id: "priority-classes",
  source: "https://kubernetes.io/docs/concepts/scheduling-eviction/pod-priority-preemption/",
  effect: "pods-never-start",
  find: (review) =>
    review.podTemplates.flatMap(({ object, path, spec: { priorityClassName: name = "" }, isPod }) =>
      name === "" ||
      BUILT_IN.has(name) ||
      review.find("scheduling.k8s.io", "PriorityClass", undefined, name) !== undefined
        ? []
        : [
            {
              object,
              path: `${path}.priorityClassName`,
              message: `no PriorityClass with name ${name} was found`,
              fix: "create the PriorityClass, or leave the name out",
              ...(isPod ? { effect: "refused" as const } : {}),
            },
          ],
    ),
};
