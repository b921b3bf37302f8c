import { containerRule } from "../../facts/pods";
import { verdict } from "../../rule";

/** Every container has a CPU limit, so that none takes the others' time on a node. */
export const podCpuLimits = containerRule(({ container, path }) =>
  verdict(container.resources?.limits?.cpu === undefined ? [`${path}.resources.limits.cpu is absent`] : []),
);
