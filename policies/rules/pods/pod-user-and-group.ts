import { expectBetween, podRule } from "../../facts/pods";
import { COMPLIANT, every } from "../../rule";

/** Below lie the users that distributions give to people and services. trivy's KSV-0020 and KSV-0021 draw the same line. */
const FIRST_FREE_ID = 10001;

/**
 * Every process of a pod runs as a user and a group that exist on no node: said by the container, or by the pod for all. What the pod
 * says counts in any case, since containers that are added to debug it have nothing else.
 */
export const podUserAndGroup = podRule(({ pod, containers }) => {
  const { securityContext: shared = {} } = pod.spec;
  return every(
    ...containers.flatMap(({ container: { securityContext: own = {} }, path }) =>
      (["runAsUser", "runAsGroup"] as const).map((field) =>
        expectBetween(`${path}.securityContext.${field}`, own[field] ?? shared[field], FIRST_FREE_ID, Infinity),
      ),
    ),
    ...(["runAsUser", "runAsGroup", "fsGroup"] as const).map((field) =>
      shared[field] === undefined
        ? COMPLIANT
        : expectBetween(`${pod.path}.securityContext.${field}`, shared[field], FIRST_FREE_ID, Infinity),
    ),
    ...(shared.supplementalGroups ?? []).map((group, index) =>
      expectBetween(`${pod.path}.securityContext.supplementalGroups[${index}]`, Number(group), FIRST_FREE_ID, Infinity),
    ),
  );
});
