/**
 * Cipher suites of a load balancer whose key exchange keeps no secret once the server's key is known, or that are broken. The profile
 * RESTRICTED has none of them. https://cloud.google.com/load-balancing/docs/ssl-policies-concepts#defining_an_ssl_policy
 */
export const WEAK_SUITES: ReadonlySet<string> = new Set([
  "TLS_RSA_WITH_3DES_EDE_CBC_SHA",
  "TLS_RSA_WITH_AES_128_CBC_SHA",
  "TLS_RSA_WITH_AES_256_CBC_SHA",
  "TLS_RSA_WITH_AES_128_GCM_SHA256",
  "TLS_RSA_WITH_AES_256_GCM_SHA384",
]);
