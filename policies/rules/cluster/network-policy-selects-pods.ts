import { podsIn, podsSelectedBy } from "../../facts/cluster-pods";
import { isForAllPods } from "../../reachability/policies";
import { COMPLIANT, NOT_APPLICABLE, verdict, type ObjectRule } from "../../rule";

/** A policy selects pods that the stack has: one for labels that nobody carries protects nobody, or opens nothing. */
export const networkPolicySelectsPods: ObjectRule = {
  kinds: ["NetworkPolicy", "FQDNNetworkPolicy"],
  evaluate: (policy, { cluster }) => {
    if (isForAllPods(policy.object)) {
      return COMPLIANT;
    }
    // the pods of a namespace may be another stack's
    if (podsIn(policy.namespace, cluster).length === 0) {
      return NOT_APPLICABLE;
    }
    const isHelped = cluster.unknown.length > 0;
    return podsSelectedBy(policy, "spec.podSelector", cluster).length > 0 || isHelped
      ? COMPLIANT
      : verdict([`spec.podSelector picks no pod of ${policy.namespace}`]);
  },
};
