/**
 * Metrics of Google's own, which exist before anything has written them: the domains of their types.
 * https://cloud.google.com/monitoring/api/metrics_gcp and https://cloud.google.com/monitoring/api/metrics_kubernetes
 */
export const GOOGLE_METRICS = /^([a-z0-9-]+\.googleapis\.com|kubernetes\.io|istio\.io|networking\.googleapis\.com)\//;

/**
 * Domains whose metrics come into being with the first point that somebody writes, or with a descriptor.
 * https://cloud.google.com/monitoring/custom-metrics#identifier
 */
export const WRITTEN_METRICS =
  /^(custom|external|workload|prometheus)\.googleapis\.com\/|^(knative\.dev|agent\.googleapis\.com\/custom)\//;

/** Log-based metrics of the project's own. https://cloud.google.com/logging/docs/logs-based-metrics */
export const LOG_METRIC = /^logging\.googleapis\.com\/user\/(.+)$/;
