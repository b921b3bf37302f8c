import { conditionsOf, type AlertCondition } from "../../facts/monitoring";
import { secondsOf } from "../../facts/secrets";
import { blocksAt, isReference, valueAt, type Block } from "../../rendered/rendered-stack";
import { shown, verdict, type ResourceRule } from "../../rule";

/** What the API takes: https://cloud.google.com/monitoring/api/ref_v3/rest/v3/projects.alertPolicies */
const COMPARISONS = ["COMPARISON_GT", "COMPARISON_LT"];

/** A condition can be kept back for 23 hours and 30 minutes at most: https://cloud.google.com/monitoring/quotas */
const LONGEST = 84_600;

/** An incident stays open for half an hour at least, and for a week at most: https://cloud.google.com/monitoring/alerts/incidents-events */
const AUTO_CLOSE = [1800, 604_800] as const;

/** A condition says which metric it looks at, aligns what it compares, and waits for a time that the API has. */
export const alertConditionsSound: ResourceRule = {
  appliesTo: ["google_monitoring_alert_policy"],
  evaluate: (policy) =>
    verdict([
      ...conditionsOf(policy).flatMap((one) => problemsOf(one, policy.arguments)),
      ...autoClose(policy.arguments),
    ]),
};

function problemsOf({ kind, block, at }: AlertCondition, policy: Block): readonly string[] {
  switch (kind) {
    case "condition_threshold":
      return [
        ...filterProblems(block, at),
        ...comparisonProblems(block, at),
        ...alignmentProblems(block, at),
        ...duration(block, at, 0),
      ];
    case "condition_absent":
      return [...filterProblems(block, at), ...alignmentProblems(block, at), ...duration(block, at, 60)];
    case "condition_matched_log":
      return valueAt(policy, "alert_strategy.notification_rate_limit.period") === undefined
        ? ["alert_strategy.notification_rate_limit.period is absent, which a condition on logs needs"]
        : [];
    default:
      return [];
  }
}

function filterProblems({ filter }: Block, at: string): readonly string[] {
  if (typeof filter !== "string") {
    return [`${at}filter is ${shown(filter)}`];
  }
  const isElsewhere = /^\s*(select_slo_|\$\{)/.test(filter);
  const lacks = ["metric.type", "resource.type"].filter((word) => !filter.includes(word));
  return isElsewhere ? [] : lacks.map((word) => `${at}filter has no ${word}`);
}

function comparisonProblems({ comparison, trigger, threshold_value: value }: Block, at: string): readonly string[] {
  const [block] = blocksAt({ trigger }, "trigger");
  return [
    ...(isReference(comparison) || COMPARISONS.includes(String(comparison))
      ? []
      : [`${at}comparison is ${shown(comparison)}, not ${COMPARISONS.join(" or ")}`]),
    ...(value === undefined ? [`${at}threshold_value is absent, which is 0`] : []),
    ...(block?.count !== undefined && Number(block.count) < 1 ? [`${at}trigger.count is ${shown(block.count)}`] : []),
  ];
}

/** Several series are only comparable, and countable, once their points are aligned. */
function alignmentProblems(block: Block, at: string): readonly string[] {
  return blocksAt(block, "aggregations").flatMap((aggregation) => {
    const { per_series_aligner: aligner, cross_series_reducer: reducer, alignment_period: period } = aggregation;
    const isAligned = aligner !== undefined && aligner !== "ALIGN_NONE";
    const seconds = secondsOf(period);
    return [
      ...(isAligned || reducer === undefined || reducer === "REDUCE_NONE"
        ? []
        : [`${at}aggregations.per_series_aligner is ${shown(aligner)}, with a reducer`]),
      ...(isAligned && !isReference(period) && (seconds === undefined || seconds < 60)
        ? [`${at}aggregations.alignment_period is ${shown(period)}, not 60s or more`]
        : []),
    ];
  });
}

function duration({ duration: text }: Block, at: string, least: number): readonly string[] {
  const seconds = secondsOf(text);
  const isRight = seconds !== undefined && seconds % 60 === 0 && seconds >= least && seconds <= LONGEST;
  return isReference(text) || isRight
    ? []
    : [`${at}duration is ${shown(text)}, not whole minutes from ${least}s to ${LONGEST}s`];
}

function autoClose(policy: Block): readonly string[] {
  const text = valueAt(policy, "alert_strategy.auto_close");
  const seconds = secondsOf(text);
  const [least, most] = AUTO_CLOSE;
  return text === undefined || isReference(text) || (seconds !== undefined && seconds >= least && seconds <= most)
    ? []
    : [`alert_strategy.auto_close is ${shown(text)}, not between ${least}s and ${most}s`];
}
