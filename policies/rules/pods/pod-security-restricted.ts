import { RESTRICTED_CHECKS } from "../../../sandbox/kubernetes/pod-security/restricted";
import { podRule } from "../../facts/pods";
import { NOT_APPLICABLE, verdict } from "../../rule";

/** What level "restricted" of the Pod Security Standards adds to "baseline". Pods of Windows have none of it. */
export const podSecurityRestricted = podRule(({ pod }) =>
  pod.spec.os?.name === "windows"
    ? NOT_APPLICABLE
    : verdict(
        RESTRICTED_CHECKS.flatMap(({ find }) => find(pod)).map(
          ({ path, message, fix }) => `${path}: ${message}; ${fix}`,
        ),
      ),
);
