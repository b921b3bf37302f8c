import { expectArgument, every, verdict, type ResourceRule } from "../../rule";
import { textsAt } from "../../facts/tls-hosts";
import { WEAK_SUITES } from "../../facts/tls-suites";

/** Load balancers refuse TLS 1.0 and 1.1; the provider's default accepts both. */
export const tls12OrLater: ResourceRule = {
  appliesTo: ["google_compute_ssl_policy", "google_compute_region_ssl_policy"],
  evaluate: (policy) => {
    const weak = textsAt(policy.arguments, "custom_features").filter((suite) => WEAK_SUITES.has(suite));
    return every(
      expectArgument(policy, "min_tls_version", "TLS_1_2"),
      expectArgument(policy, "profile", "RESTRICTED", "MODERN", "CUSTOM"),
      verdict(
        policy.arguments.profile === "CUSTOM" ? weak.map((suite) => `custom_features has ${suite}, which is weak`) : [],
      ),
    );
  },
};
