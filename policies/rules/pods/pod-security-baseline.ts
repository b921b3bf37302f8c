import { BASELINE_CHECKS } from "../../../sandbox/kubernetes/pod-security/baseline";
import { podRule } from "../../facts/pods";
import { verdict } from "../../rule";

/** Level "baseline" of the Pod Security Standards: nothing of the node, no known way up. Debug containers count as well. */
export const podSecurityBaseline = podRule(({ pod }) =>
  verdict(
    BASELINE_CHECKS.flatMap(({ find }) => find(pod)).map(({ path, message, fix }) => `${path}: ${message}; ${fix}`),
  ),
);
