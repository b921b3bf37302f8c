import { certificateMapOf, CERTIFICATE_MAP, isGkeGateway, unknownName } from "../../facts/cluster-gateway";
import { textAt } from "../../facts/cluster-objects";
import { blocksAt } from "../../rendered/rendered-stack";
import { COMPLIANT, verdict, type ObjectRule } from "../../rule";

/** What a Gateway and its policies name in Google Cloud is what the stack makes: a wrong name is noticed by the load balancer alone, after the deploy. */
export const gatewayNamesExist: ObjectRule = {
  kinds: ["Gateway", "GCPGatewayPolicy", "GCPBackendPolicy"],
  evaluate: (one, stack) => {
    const { kind, object } = one;
    if (kind === "GCPGatewayPolicy") {
      const path = "spec.default.sslPolicy";
      const types = ["google_compute_ssl_policy", "google_compute_region_ssl_policy"];
      return verdict(unknownName(stack, path, textAt(object, path), types));
    }
    if (kind === "GCPBackendPolicy") {
      const path = "spec.default.securityPolicy";
      const types = ["google_compute_security_policy", "google_compute_region_security_policy"];
      return verdict(unknownName(stack, path, textAt(object, path), types));
    }
    if (!isGkeGateway(one)) {
      return COMPLIANT;
    }
    const isGlobal = /global/.test(textAt(object, "spec.gatewayClassName") ?? "");
    const types = isGlobal ? ["google_compute_global_address"] : ["google_compute_address"];
    return verdict([
      ...unknownName(stack, `metadata.annotations["${CERTIFICATE_MAP}"]`, certificateMapOf(one), [
        "google_certificate_manager_certificate_map",
      ]),
      ...blocksAt(object, "spec.addresses").flatMap(({ type, value }, index) =>
        type === "NamedAddress" && typeof value === "string"
          ? unknownName(stack, `spec.addresses[${index}].value`, value, types)
          : [],
      ),
    ]);
  },
};
