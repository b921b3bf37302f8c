import { lookUpKind } from "../../../sandbox/kubernetes/kinds";
import { SHARED_NAMESPACES } from "../../facts/cluster-namespaces";
import { COMPLIANT, NOT_APPLICABLE, verdict, type ObjectRule } from "../../rule";

/** Objects are in a namespace of their own, not among everybody's or the system's. */
export const namespaceOwn: ObjectRule = {
  kinds: "every",
  evaluate: ({ apiVersion, kind, namespace, object }) => {
    const scope = lookUpKind(apiVersion, kind)?.scope;
    // of a kind that isn't known only what it says itself can be judged
    if (scope === "cluster" || (scope === undefined && object.metadata.namespace === undefined)) {
      return NOT_APPLICABLE;
    }
    return SHARED_NAMESPACES.includes(namespace) ? verdict([`metadata.namespace is "${namespace}"`]) : COMPLIANT;
  },
};
