import { type Law } from "../law";
import { type CloudView } from "../law";
import { valuesAt } from "../references";
import { GOOGLE_METRICS, LOG_METRIC, WRITTEN_METRICS } from "../tables/metrics";

const METRIC_TYPE = /metric\.type\s*=\s*"([^"]+)"/g;

/**
 * An alert's filter names a metric that exists: one of Google's own, a log-based one that has been created, or one that
 * somebody has written. What writes metrics does not run here, so that a written one needs its descriptor.
 * https://cloud.google.com/monitoring/api/v3/filters, words of the error:
 * https://github.com/hashicorp/terraform-provider-google/issues/11102
 */
export const law: Law = ({ action, type, project, after }, cloud) => {
  if (action === "delete" || type !== "google_monitoring_alert_policy" || after === null) return undefined;
  const filters = ["condition_threshold", "condition_absent"].flatMap((condition) =>
    valuesAt(after, `conditions.${condition}.filter`),
  );
  const metrics = filters.flatMap((filter) => [...filter.matchAll(METRIC_TYPE)].flatMap((match) => match[1] ?? []));
  const missing = metrics.find((metric) => !exists(cloud, project, metric));
  if (missing === undefined) return undefined;
  return {
    message:
      `Error creating AlertPolicy: googleapi: Error 404: Cannot find metric(s) that match type = "${missing}". If a metric was created ` +
      "recently, it could take up to 10 minutes to become available. Please try again soon., notFound",
    advice: LOG_METRIC.test(missing)
      ? "Refer to google_logging_metric's name instead of writing it, so that the metric is created first."
      : "Create the alert after the first data point was written, or a google_monitoring_metric_descriptor before the alert.",
    attribute: "conditions",
  };
};

function exists(cloud: CloudView, project: string, metric: string): boolean {
  const logBased = LOG_METRIC.exec(metric)?.[1];
  if (logBased !== undefined) return has(cloud, "google_logging_metric", "name", project, logBased);
  if (WRITTEN_METRICS.test(metric) || !GOOGLE_METRICS.test(metric)) {
    return has(cloud, "google_monitoring_metric_descriptor", "type", project, metric);
  }
  return true;
}

function has(cloud: CloudView, type: string, argument: string, project: string, wanted: string): boolean {
  return cloud
    .list(type)
    .some(({ attributes }) => attributes[argument] === wanted && (attributes["project"] ?? project) === project);
}
