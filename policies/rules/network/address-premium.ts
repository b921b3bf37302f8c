import { expectArgument, NOT_APPLICABLE, type ResourceRule } from "../../rule";

/** Traffic stays on Google's network up to the visitor; the other tier has no uptime beyond one region. */
export const addressPremium: ResourceRule = {
  appliesTo: ["google_compute_address", "google_compute_forwarding_rule"],
  evaluate: (address) => {
    const { address_type: type, load_balancing_scheme: scheme } = address.arguments;
    return type === "INTERNAL" || (typeof scheme === "string" && scheme.startsWith("INTERNAL"))
      ? NOT_APPLICABLE
      : expectArgument(address, "network_tier", undefined, "PREMIUM");
  },
};
