import {
  blocksAt,
  isReference,
  valueAt,
  type Block,
  type RenderedResource,
  type RenderedStack,
} from "../rendered/rendered-stack";
import { shown } from "../rule";
import { secondsOf } from "./secrets";

export const ALERT = "google_monitoring_alert_policy";
export const UPTIME = "google_monitoring_uptime_check_config";
export const CHANNEL = "google_monitoring_notification_channel";

/** One condition of an alert policy. */
export interface AlertCondition {
  /** What stands before an argument in a finding. */
  readonly at: string;
  /** `condition_threshold`, `condition_absent` and so on. */
  readonly kind: string;
  readonly block: Block;
}

/** Every condition of an alert policy, whatever kind it is. */
export function conditionsOf({ arguments: policy }: RenderedResource): readonly AlertCondition[] {
  return blocksAt(policy, "conditions").flatMap((condition, index) =>
    Object.keys(condition)
      .filter((name) => name.startsWith("condition_"))
      .flatMap((kind) =>
        blocksAt(condition, kind).map((block) => ({ kind, block, at: `conditions[${index}].${kind}.` })),
      ),
  );
}

/** An alert policy with one of its conditions. */
export interface Alert extends AlertCondition {
  readonly policy: RenderedResource;
}

/** Every condition of the stack that is about a resource, by a reference in its filter or query. */
export function alertsOn(target: RenderedResource, stack: RenderedStack): readonly Alert[] {
  return stack
    .ofType(ALERT)
    .flatMap((policy) => conditionsOf(policy).map((condition) => ({ ...condition, policy })))
    .filter(({ block }) => stack.refersTo(block.filter ?? block.query, target));
}

/** A threshold condition on one time series, with Google's names: https://cloud.google.com/monitoring/api/ref_v3/rest/v3/projects.alertPolicies#metricthreshold */
export class Threshold {
  public constructor(
    private readonly block: Block,
    private readonly at: string,
  ) {}

  public text(path: string): string {
    const value = valueAt(this.block, path);
    return typeof value === "string" ? value : "";
  }

  public seconds(path: string): number {
    return secondsOf(valueAt(this.block, path)) ?? 0;
  }

  public get value(): number {
    const { threshold_value: value } = this.block;
    return isReference(value) ? Number.NaN : Number(value ?? 0);
  }

  /** What is wrong when an argument isn't one of some values. */
  public oneOf(path: string, ...allowed: readonly string[]): readonly string[] {
    const value = this.text(path);
    return value.includes("${") || allowed.includes(value)
      ? []
      : [
          `${this.at}${path} is ${value === "" ? "absent" : `"${value}"`}, not ${allowed.map((one) => `"${one}"`).join(" or ")}`,
        ];
  }

  /** What is wrong when the threshold can't be reached, or is reached without a reason. */
  public between(least: number, most: number): readonly string[] {
    const { value } = this;
    return Number.isNaN(value) || (value >= least && value <= most)
      ? []
      : [`${this.at}threshold_value is ${value}, not between ${least} and ${most}`];
  }

  /** What is wrong when a length of time is outside its limits. */
  public lasts(path: string, least: number, most: number): readonly string[] {
    const seconds = this.seconds(path);
    return isReference(this.text(path)) || (seconds >= least && seconds <= most)
      ? []
      : [`${this.at}${path} is ${this.text(path) || "absent"}, not between ${least}s and ${most}s`];
  }

  /** One series can't be several times over a threshold. */
  public firesAtOnce(): readonly string[] {
    const count = valueAt(this.block, "trigger.count");
    const percent = valueAt(this.block, "trigger.percent");
    return count !== undefined && Number(count) > 1
      ? [`${this.at}trigger.count is ${shown(count)}, and there is one time series`]
      : percent !== undefined && Number(percent) > 100
        ? [`${this.at}trigger.percent is ${shown(percent)}`]
        : [];
  }

  public groupedBy(label: string): boolean {
    const [aggregation] = blocksAt(this.block, "aggregations");
    const fields: unknown = aggregation?.group_by_fields;
    return Array.isArray(fields) && fields.some((field) => String(field).includes(label));
  }
}

/** The metric of uptime checks: https://cloud.google.com/monitoring/api/metrics_gcp_i_o#gcp-monitoring */
const PASSED = "monitoring.googleapis.com/uptime_check/check_passed";

const ALIGNER = "aggregations.per_series_aligner";
const REDUCER = "aggregations.cross_series_reducer";

/** True for a condition on the share of checks that passed, which tells of availability and not of an outage. */
export const isShare = ({ block }: Alert): boolean => valueAt(block, ALIGNER) === "ALIGN_FRACTION_TRUE";

/**
 * What keeps a condition from telling that a check fails: several places see it fail, within minutes. Google's own form counts
 * the failing places in 20 minutes. https://cloud.google.com/monitoring/uptime-checks/uptime-alerting-policies
 */
export function outageProblems({ block, at, kind, policy }: Alert): readonly string[] {
  if (kind !== "condition_threshold") {
    return kind === "condition_absent" ? [`${at}filter is of no use: a failing check still reports`] : [];
  }
  const condition = new Threshold(block, at);
  const { severity } = policy.arguments;
  return [
    ...(condition.text("filter").includes(PASSED) ? [] : [`${at}filter is for another metric than ${PASSED}`]),
    ...condition.oneOf(REDUCER, "REDUCE_COUNT_FALSE"),
    ...condition.oneOf(ALIGNER, "ALIGN_NEXT_OLDER"),
    ...condition.oneOf("comparison", "COMPARISON_GT"),
    // checks run from six places: more than half of them need not agree
    ...condition.between(0, 2),
    ...condition.lasts("duration", 0, 600),
    ...condition.lasts("aggregations.alignment_period", 60, 3600),
    ...condition.firesAtOnce(),
    ...(condition.groupedBy("checker_location")
      ? [`${at}aggregations.group_by_fields splits the places, so that each counts one at most`]
      : []),
    ...(severity === "WARNING" ? ['severity is "WARNING" for an outage, not "CRITICAL" or "ERROR"'] : []),
  ];
}

/** What keeps a condition from telling that less than a share of checks passed in hours. */
export function shareProblems({ block, at, kind }: Alert): readonly string[] {
  if (kind !== "condition_threshold") {
    return [];
  }
  const condition = new Threshold(block, at);
  return [
    ...(condition.text("filter").includes(PASSED) ? [] : [`${at}filter is for another metric than ${PASSED}`]),
    ...condition.oneOf(REDUCER, "REDUCE_MEAN", "REDUCE_MIN"),
    ...condition.oneOf("comparison", "COMPARISON_LT"),
    // below nine tenths it is an outage, and 1 is no target
    ...condition.between(0.9, 0.99999),
    ...condition.lasts("duration", 0, 3600),
    // a metric can be aligned over 25 hours at most in an alert
    ...condition.lasts("aggregations.alignment_period", 3600, 90_000),
    ...condition.firesAtOnce(),
  ];
}
