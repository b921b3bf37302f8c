import { every, expectArgument, type ResourceRule } from "../../rule";

/** Load balancers refuse TLS 1.0 and 1.1; the provider's default accepts both. */
export const tls12OrLater: ResourceRule = {
  appliesTo: ["google_compute_ssl_policy"],
  evaluate: (policy) =>
    every(
      expectArgument(policy, "min_tls_version", "TLS_1_2"),
      expectArgument(policy, "profile", "RESTRICTED", "MODERN"),
    ),
};
