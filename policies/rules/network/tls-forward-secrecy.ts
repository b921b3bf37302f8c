import { expectArgument, type ResourceRule } from "../../rule";

/** What was recorded stays secret when a key is lost later: the profile MODERN still agrees on suites without that. */
export const tlsForwardSecrecy: ResourceRule = {
  appliesTo: ["google_compute_ssl_policy", "google_compute_region_ssl_policy"],
  evaluate: (policy) => expectArgument(policy, "profile", "RESTRICTED", "CUSTOM"),
};
