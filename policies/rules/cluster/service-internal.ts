import { annotationOf } from "../../facts/cluster-objects";
import { valueAt } from "../../rendered/rendered-stack";
import { verdict, type ObjectRule } from "../../rule";

/** https://cloud.google.com/kubernetes-engine/docs/how-to/internal-load-balancing, the second is the older one */
const INTERNAL = ["networking.gke.io/load-balancer-type", "cloud.google.com/load-balancer-type"];

/** A Service opens no port of nodes, no public address of its own, and takes no foreign address: what is public goes through the Gateway. */
export const serviceInternal: ObjectRule = {
  kinds: ["Service"],
  evaluate: ({ object }) => {
    const type = valueAt(object, "spec.type");
    const externalIps = valueAt(object, "spec.externalIPs");
    const isInternal = INTERNAL.some((key) => annotationOf(object, key) === "Internal");
    return verdict([
      ...(type === "NodePort" ? ['spec.type is "NodePort", which opens the port on every node'] : []),
      ...(type === "LoadBalancer" && !isInternal
        ? [`spec.type is "LoadBalancer" without the annotation ${INTERNAL[0]}: Internal`]
        : []),
      ...(Array.isArray(externalIps) && externalIps.length > 0
        ? [`spec.externalIPs is ${JSON.stringify(externalIps)}: whoever routes there reaches the pods`]
        : []),
    ]);
  },
};
