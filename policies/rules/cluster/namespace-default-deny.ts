import { isFirstOfNamespace } from "../../facts/cluster-pods";
import { isForAllPods, readPolicies } from "../../reachability/policies";
import { NOT_APPLICABLE, verdict, type ObjectRule } from "../../rule";

/** Each namespace with pods denies by default, so that a pod which somebody adds later is closed as well. */
export const namespaceDefaultDeny: ObjectRule = {
  kinds: "pods",
  evaluate: (one, { cluster }) => {
    if (!isFirstOfNamespace(one, cluster)) {
      return NOT_APPLICABLE;
    }
    const forAll = readPolicies(cluster).filter(
      ({ namespace, source }) => namespace === one.namespace && isForAllPods(source.object),
    );
    return verdict(
      (["ingress", "egress"] as const)
        .filter((direction) => forAll.every((policy) => policy[direction] === undefined))
        .map(
          (direction) =>
            `metadata.namespace is ${one.namespace}, where no NetworkPolicy for all pods denies ${direction}`,
        ),
    );
  },
};
