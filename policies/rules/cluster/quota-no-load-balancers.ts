import { isRecord } from "../../../sandbox/kubernetes/objects";
import { valueAt } from "../../rendered/rendered-stack";
import { shown, verdict, NOT_APPLICABLE, type ObjectRule } from "../../rule";

const KEYS = ["services.loadbalancers", "services.nodeports"];

/** A quota lets nobody make a Service of type LoadBalancer or NodePort, which would be a way in past the Gateway, where there is a Gateway. */
export const quotaNoLoadBalancers: ObjectRule = {
  kinds: ["ResourceQuota"],
  evaluate: ({ object, namespace }, { cluster }) => {
    const hard = valueAt(object, "spec.hard");
    if (cluster.ofKind("Gateway", namespace).length === 0 || !isRecord(hard)) {
      return NOT_APPLICABLE;
    }
    return verdict(
      KEYS.filter((key) => String(hard[key]) !== "0").map(
        (key) => `spec.hard["${key}"] is ${shown(hard[key])}, not "0"`,
      ),
    );
  },
};
