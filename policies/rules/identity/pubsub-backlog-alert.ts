import { alertsOn, Threshold, type Alert } from "../../facts/monitoring";
import { secondsOf } from "../../facts/secrets";
import { blocksAt, type Block } from "../../rendered/rendered-stack";
import { NOT_APPLICABLE, verdict, type ResourceRule } from "../../rule";

/** https://cloud.google.com/pubsub/docs/monitoring#monitoring_the_backlog */
const AGE = "pubsub.googleapis.com/subscription/oldest_unacked_message_age";
const BACKLOG =
  /pubsub\.googleapis\.com\/subscription\/(oldest_unacked_message_age|num_undelivered_messages|delivery_latency_health_score)/;

/** Seven days: the default of `message_retention_duration`. */
const RETENTION = 604_800;

/** Messages that nobody pulls tell somebody before they expire. */
export const pubsubBacklogAlert: ResourceRule = {
  appliesTo: ["google_pubsub_subscription"],
  evaluate: (subscription, stack) => {
    const isDelivered = ["push_config", "bigquery_config", "cloud_storage_config"].some(
      (name) => blocksAt(subscription.arguments, name).length > 0,
    );
    if (isDelivered) {
      return NOT_APPLICABLE;
    }
    const problems = alertsOn(subscription, stack).map((alert) => ({
      alert,
      found: problemsOf(alert, subscription.arguments),
    }));
    if (problems.some(({ found }) => found.length === 0)) {
      return verdict([]);
    }
    const [first] = problems;
    return verdict(
      first === undefined
        ? [`name stands in no google_monitoring_alert_policy on ${AGE}`]
        : first.found.map((problem) => `name has ${first.alert.policy.address}, whose ${problem}`),
    );
  },
};

function problemsOf({ block, at, kind }: Alert, subscription: Block): readonly string[] {
  const condition = new Threshold(block, at);
  const filter = condition.text("filter");
  if (kind !== "condition_threshold") {
    return kind === "condition_absent" ? [`${at}filter is of no use: an empty backlog reports nothing`] : [];
  }
  if (!BACKLOG.test(filter)) {
    return [`${at}filter is for another metric than ${AGE}`];
  }
  const kept = secondsOf(subscription.message_retention_duration) ?? RETENTION;
  return [
    ...condition.oneOf("comparison", "COMPARISON_GT"),
    ...(filter.includes(AGE) ? ageProblems(condition, kept) : []),
    ...condition.lasts("duration", 0, 3600),
    ...condition.firesAtOnce(),
  ];
}

/** After the retention nothing is there to be old. The oldest message is told by the greatest age. */
function ageProblems(condition: Threshold, kept: number): readonly string[] {
  return [
    ...condition.between(60, kept * 0.9),
    ...condition.oneOf("aggregations.per_series_aligner", "ALIGN_MAX", "ALIGN_MEAN", "ALIGN_NEXT_OLDER"),
    ...condition.lasts("aggregations.alignment_period", 60, 21_600),
  ];
}
