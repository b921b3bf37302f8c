import { expectPresent, type ResourceRule } from "../../rule";

/** Without an SSL policy a load balancer accepts TLS 1.0: https://cloud.google.com/load-balancing/docs/ssl-policies-concepts */
export const httpsProxySslPolicy: ResourceRule = {
  appliesTo: [
    "google_compute_target_https_proxy",
    "google_compute_region_target_https_proxy",
    "google_compute_target_ssl_proxy",
  ],
  evaluate: (proxy) => expectPresent(proxy, "ssl_policy"),
};
