import { textAt } from "../../facts/tls-hosts";
import { NOT_APPLICABLE, unknown, verdict, type ResourceRule } from "../../rule";

const PROXIES = [
  "google_compute_target_https_proxy",
  "google_compute_region_target_https_proxy",
  "google_compute_target_ssl_proxy",
];

/** An SSL policy is at a load balancer; where a stack has none, another stack attaches it. */
export const tlsPolicyAttached: ResourceRule = {
  appliesTo: ["google_compute_ssl_policy", "google_compute_region_ssl_policy"],
  evaluate: (policy, stack) => {
    const proxies = PROXIES.flatMap((type) => stack.ofType(type));
    const gateways = stack.cluster.ofKind("GCPGatewayPolicy");
    const configs = stack.cluster.ofKind("FrontendConfig");
    const named = [
      ...proxies.map((proxy) => proxy.arguments.ssl_policy),
      ...gateways.map(({ object }) => textAt(object, "spec.default.sslPolicy")),
      ...configs.map(({ object }) => textAt(object, "spec.sslPolicy")),
    ];
    if (named.some((value) => stack.refersTo(value, policy))) {
      return verdict([]);
    }
    if (stack.cluster.unknown.length > 0) {
      return unknown("what a chart attaches the policy to");
    }
    const elsewhere = proxies.length === 0 && stack.cluster.objects.length === 0;
    return elsewhere
      ? NOT_APPLICABLE
      : verdict(["name is in no HTTPS proxy and in no GCPGatewayPolicy, so that TLS 1.0 is accepted"]);
  },
};
