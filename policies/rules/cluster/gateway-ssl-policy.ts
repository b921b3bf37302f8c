import { isGkeGateway, listenersOf, policiesFor } from "../../facts/cluster-gateway";
import { textAt } from "../../facts/cluster-objects";
import { NOT_APPLICABLE, verdict, type ObjectRule } from "../../rule";

/** A Gateway with HTTPS has a GCPGatewayPolicy with an SSL policy: Google's default takes TLS 1.0. */
export const gatewaySslPolicy: ObjectRule = {
  kinds: ["Gateway"],
  evaluate: (gateway, { cluster }) => {
    if (!isGkeGateway(gateway) || !listenersOf(gateway).some(({ protocol }) => protocol === "HTTPS")) {
      return NOT_APPLICABLE;
    }
    const policies = policiesFor("GCPGatewayPolicy", gateway, cluster);
    return verdict(
      policies.some(({ object }) => (textAt(object, "spec.default.sslPolicy") ?? "") !== "")
        ? []
        : ["metadata.name is in no GCPGatewayPolicy with spec.default.sslPolicy, so that TLS 1.0 is accepted"],
    );
  },
};
