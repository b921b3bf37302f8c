import { isRouted, policiesFor } from "../../facts/cluster-gateway";
import { textAt } from "../../facts/cluster-objects";
import { NOT_APPLICABLE, verdict, type ObjectRule } from "../../rule";

/** Every Service behind a Gateway has a GCPBackendPolicy with a Cloud Armor policy: one without is the way around the firewall. */
export const backendSecurityPolicy: ObjectRule = {
  kinds: ["Service"],
  evaluate: (service, { cluster }) => {
    if (!isRouted(service, cluster)) {
      return NOT_APPLICABLE;
    }
    return verdict(
      policiesFor("GCPBackendPolicy", service, cluster).some(
        ({ object }) => (textAt(object, "spec.default.securityPolicy") ?? "") !== "",
      )
        ? []
        : ["metadata.name is in no GCPBackendPolicy with spec.default.securityPolicy"],
    );
  },
};
