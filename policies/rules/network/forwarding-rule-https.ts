import { referred } from "../../facts/ranges-network";
import { valueAt } from "../../rendered/rendered-stack";
import { NOT_APPLICABLE, shown, verdict, type ResourceRule } from "../../rule";

/** A forwarding rule on the internet leads to a proxy with TLS, or to one that only redirects. */
export const forwardingRuleHttps: ResourceRule = {
  appliesTo: ["google_compute_global_forwarding_rule", "google_compute_forwarding_rule"],
  evaluate: ({ arguments: block }, stack) => {
    const { target, load_balancing_scheme: scheme } = block;
    const internal = typeof scheme === "string" && scheme.startsWith("INTERNAL");
    const plain = typeof target === "string" && /target_?http_?prox/i.test(target);
    if (internal || !plain) {
      return NOT_APPLICABLE;
    }
    const proxy = ["google_compute_target_http_proxy", "google_compute_region_target_http_proxy"]
      .map((type) => referred(target, type, stack))
      .find((one) => one !== undefined);
    const map = ["google_compute_url_map", "google_compute_region_url_map"]
      .map((type) => referred(proxy?.arguments.url_map, type, stack))
      .find((one) => one !== undefined);
    const redirects = map !== undefined && valueAt(map.arguments, "default_url_redirect.https_redirect") === true;
    return verdict(redirects ? [] : [`target is ${shown(target)}, a proxy without TLS that does not only redirect`]);
  },
};
