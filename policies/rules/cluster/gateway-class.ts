import { shown, NOT_APPLICABLE, verdict, type ObjectRule } from "../../rule";
import { isGkeGateway } from "../../facts/cluster-gateway";
import { textAt } from "../../facts/cluster-objects";
import { GKE_GATEWAY_CLASSES } from "../../../sandbox/kubernetes/tables/gateway-api";

/** The classic load balancer. https://cloud.google.com/kubernetes-engine/docs/how-to/gatewayclass-capabilities */
const CLASSIC = /^gke-l7-gxlb/;

/** A Gateway is of a class that GKE serves, and not of the classic load balancer, which lacks most of what policies set. */
export const gatewayClass: ObjectRule = {
  kinds: ["Gateway"],
  evaluate: (gateway) => {
    const name = textAt(gateway.object, "spec.gatewayClassName");
    if (!isGkeGateway(gateway)) {
      return NOT_APPLICABLE;
    }
    return verdict(
      name === undefined || !GKE_GATEWAY_CLASSES.has(name)
        ? [`spec.gatewayClassName is ${shown(name)}, which nobody serves`]
        : CLASSIC.test(name)
          ? [`spec.gatewayClassName is "${name}", the classic load balancer`]
          : [],
    );
  },
};
