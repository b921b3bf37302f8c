import { containerRule } from "../../facts/pods";
import { verdict } from "../../rule";

/** Containers don't see each other's processes, environment and open files, and offer no terminal. */
export const podNoSharedProcesses = containerRule(({ container, path }, { pod }) =>
  verdict([
    ...(pod.spec.shareProcessNamespace === true ? [`${pod.path}.shareProcessNamespace is true`] : []),
    ...(["stdin", "tty"] as const)
      .filter((field) => container[field] === true)
      .map((field) => `${path}.${field} is true`),
  ]),
);
