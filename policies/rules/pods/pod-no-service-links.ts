import { expectField, podRule } from "../../facts/pods";

/** Pods don't get a variable for each Service of the namespace. */
export const podNoServiceLinks = podRule(({ pod }) =>
  expectField(`${pod.path}.enableServiceLinks`, pod.spec.enableServiceLinks, false),
);
