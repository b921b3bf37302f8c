import {
  MonitoringAlertPolicy,
  type MonitoringAlertPolicyConditionsConditionThreshold,
} from "@cdktf/provider-google/lib/monitoring-alert-policy";
import { type Construct } from "constructs";
import { labelsOrUndefined, type Labels } from "../core/labels";

/** Characters of an alert's documentation. https://cloud.google.com/monitoring/api/ref_v3/rest/v3/projects.alertPolicies#documentation */
export const longestText = 8192;

/**
 * Longer than the longest period of a check, so that each place's last result counts.
 * https://cloud.google.com/monitoring/uptime-checks/uptime-alerting-policies
 */
const LAST_RESULT = "1200s";
const DAY = "86400s";

/** What alert policies of a check have in common. */
export interface UptimeAlert {
  readonly project: string;
  readonly host: string;
  readonly checkId: string;
  readonly channelIds: readonly string[];
  readonly whatToDo: string;
  readonly labels?: Labels;
}

/** CRITICAL: at least two places have had no good answer for two minutes. */
export function alertOnFailure(scope: Construct, alert: UptimeAlert): void {
  policy(scope, "Alert", alert, "CRITICAL", `${alert.host} does not answer`, {
    filter: passed(alert),
    comparison: "COMPARISON_GT",
    thresholdValue: 1,
    duration: "120s",
    trigger: { count: 1 },
    aggregations: [
      {
        alignmentPeriod: LAST_RESULT,
        perSeriesAligner: "ALIGN_NEXT_OLDER",
        crossSeriesReducer: "REDUCE_COUNT_FALSE",
        groupByFields: ["resource.label.host"],
      },
    ],
  });
}

/** WARNING: of the last 24 hours' requests, a smaller part succeeded than was promised. */
export function alertOnTarget(scope: Construct, alert: UptimeAlert & { readonly targetPercent: number }): void {
  const title = `${alert.host} was available for less than ${alert.targetPercent} % of 24 hours`;
  policy(scope, "TargetAlert", alert, "WARNING", title, {
    filter: passed(alert),
    comparison: "COMPARISON_LT",
    // ten digits, because 99.9 / 100 isn't 0.999 in binary
    thresholdValue: Number((alert.targetPercent / 100).toFixed(10)),
    duration: "0s",
    trigger: { count: 1 },
    aggregations: [
      {
        alignmentPeriod: DAY,
        perSeriesAligner: "ALIGN_FRACTION_TRUE",
        crossSeriesReducer: "REDUCE_MEAN",
        groupByFields: ["resource.label.host"],
      },
    ],
  });
}

/** The metric is Cloud Monitoring's own and there before the first request, unlike metrics that applications write. */
function passed({ checkId }: UptimeAlert): string {
  return [
    'resource.type = "uptime_url"',
    'metric.type = "monitoring.googleapis.com/uptime_check/check_passed"',
    `metric.labels.check_id = "${checkId}"`,
  ].join(" AND ");
}

function policy(
  scope: Construct,
  id: string,
  { project, channelIds, whatToDo, labels }: UptimeAlert,
  severity: "CRITICAL" | "WARNING",
  title: string,
  conditionThreshold: MonitoringAlertPolicyConditionsConditionThreshold,
): void {
  new MonitoringAlertPolicy(scope, id, {
    project,
    displayName: title,
    combiner: "OR",
    severity,
    conditions: [{ displayName: title, conditionThreshold }],
    notificationChannels: channelIds.length === 0 ? undefined : [...channelIds],
    documentation: { content: whatToDo, mimeType: "text/markdown", subject: title },
    userLabels: labelsOrUndefined(labels),
  });
}
