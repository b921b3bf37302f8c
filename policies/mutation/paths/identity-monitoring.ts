import { valueAt, type Block } from "../../rendered/rendered-stack";
import { add, butSame, dropEach, harmless, hurts, onlyWhen, remove, set, type PathTable } from "./path-table";

const WORDS = harmless("a text for people");
const LABELS = harmless("labels sort alerts in lists and bills, and nothing reads them");
const project = butSame(hurts(set("another-project")), remove, "the provider has the same project");

const CONDITION = "conditions[].condition_threshold";
const AGGREGATION = `${CONDITION}.aggregations[]`;
const filterOf = (policy: Block): string =>
  JSON.stringify(valueAt(policy, "conditions.condition_threshold.filter") ?? "");
const aligner = (policy: Block): unknown =>
  valueAt(policy, "conditions.condition_threshold.aggregations.per_series_aligner");
const isUptime = (policy: Block): boolean => filterOf(policy).includes("uptime_check");

const ONE_CONDITION = "there is one condition";
const ONE_SERIES = "the filter leaves one time series, of one host";
const AFTER_ITS_CHANNELS = "its notification channels wait for the API";

/** Alerts, uptime checks, notification channels and budgets. */
export const MONITORING_PATHS: PathTable = {
  google_billing_budget: {
    "": hurts(remove),
    all_updates_rule: hurts(remove),
    "all_updates_rule.disable_default_iam_recipients": butSame(
      hurts(set(true)),
      remove,
      "administrators are told by default",
    ),
    "all_updates_rule.monitoring_notification_channels": hurts(remove, dropEach, set([])),
    amount: hurts(remove),
    "amount.specified_amount": hurts(remove),
    "amount.specified_amount.currency_code": harmless("the billing account has one currency, and another is refused"),
    // a high amount is a decision, and no rule knows what is too high
    "amount.specified_amount.units": hurts(remove, set("0"), set("")),
    billing_account: harmless("which account pays is a fact, and a wrong one is refused"),
    "budget_filter.calendar_period": butSame(
      harmless("the same amount in a longer time is reached earlier"),
      remove,
      "MONTH is the default",
    ),
    budget_filter: hurts(remove),
    "budget_filter.projects": hurts(remove, dropEach, set([])),
    depends_on: hurts(remove, dropEach),
    display_name: WORDS,
    threshold_rules: hurts(remove, dropEach, set([{ threshold_percent: 10 }])),
    "threshold_rules[].spend_basis": hurts(set("CURRENT_SPEND"), set("FORECASTED_SPEND")),
    "threshold_rules[].threshold_percent": hurts(set(10)),
  },
  google_monitoring_alert_policy: {
    "": hurts(remove, add({ enabled: false })),
    combiner: butSame(
      butSame(harmless(ONE_CONDITION), set("AND"), ONE_CONDITION),
      set("AND_WITH_MATCHING_RESOURCE"),
      ONE_CONDITION,
    ),
    conditions: hurts(remove, dropEach, set([])),
    [CONDITION]: hurts(remove),
    [`${CONDITION}.aggregations`]: hurts(remove, dropEach),
    [`${AGGREGATION}.alignment_period`]: hurts(remove, set("10s"), set("604800s")),
    [`${AGGREGATION}.cross_series_reducer`]: hurts(
      remove,
      set("REDUCE_NONE"),
      set("REDUCE_SUM"),
      set("REDUCE_COUNT_TRUE"),
      set("REDUCE_MAX"),
    ),
    [`${AGGREGATION}.group_by_fields`]: onlyWhen(
      butSame(butSame(hurts(set(["metric.label.checker_location"])), remove, ONE_SERIES), dropEach, ONE_SERIES),
      (policy) => aligner(policy) === "ALIGN_NEXT_OLDER",
      "a share is as low at one place as at all",
    ),
    [`${AGGREGATION}.per_series_aligner`]: hurts(remove, set("ALIGN_NONE"), set("ALIGN_MIN"), set("ALIGN_COUNT")),
    [`${CONDITION}.comparison`]: hurts(remove, set("COMPARISON_LT"), set("COMPARISON_GT"), set("COMPARISON_EQ")),
    [`${CONDITION}.duration`]: hurts(remove, set("30s"), set("86400s"), set("84600s")),
    [`${CONDITION}.filter`]: hurts(
      remove,
      set(""),
      set('resource.type = "uptime_url" AND metric.type = "monitoring.googleapis.com/uptime_check/check_passed"'),
      set(
        'resource.type = "pubsub_subscription" AND metric.type = "pubsub.googleapis.com/subscription/ack_message_count"',
      ),
    ),
    [`${CONDITION}.threshold_value`]: hurts(remove, set(1_000_000_000), set(-1)),
    [`${CONDITION}.trigger`]: butSame(hurts(set({ count: 100 })), remove, "one series is the default"),
    [`${CONDITION}.trigger.count`]: butSame(hurts(set(0), set(5)), remove, "one series is the default"),
    "conditions[].display_name": WORDS,
    depends_on: butSame(butSame(hurts(), remove, AFTER_ITS_CHANNELS), dropEach, AFTER_ITS_CHANNELS),
    display_name: WORDS,
    documentation: hurts(remove),
    "documentation.content": hurts(remove, set(""), set("see above")),
    "documentation.mime_type": harmless("there is one type"),
    "documentation.subject": harmless("without it, the display name is the subject"),
    notification_channels: hurts(remove, dropEach, set([]), set([""])),
    project,
    severity: onlyWhen(hurts(remove, set("WARNING"), set("SEVERITY_UNSPECIFIED")), isOutage, "the others are warnings"),
    user_labels: LABELS,
  },
  google_monitoring_notification_channel: {
    "": hurts(remove, add({ enabled: false })),
    depends_on: hurts(remove, dropEach),
    display_name: WORDS,
    force_delete: butSame(hurts(set(true)), remove, "off is the default"),
    labels: hurts(
      remove,
      set({ email_address: "" }),
      set({ email_address: "oncall" }),
      set({ email_address: "somebody@gmail.com" }),
      set({ number: "+15550100" }),
    ),
    lifecycle: harmless(
      "a channel that alerts use can't be deleted: without the order, an apply stops and changes nothing",
    ),
    project,
    type: hurts(remove, set(""), set("sms"), set("slack")),
    user_labels: LABELS,
  },
  google_monitoring_uptime_check_config: {
    "": hurts(remove),
    depends_on: hurts(remove, dropEach),
    display_name: WORDS,
    http_check: hurts(remove),
    "http_check.accepted_response_status_codes": butSame(
      butSame(hurts(add({ status_class: "STATUS_CLASS_ANY" })), remove, "2xx is the default"),
      dropEach,
      "2xx is the default",
    ),
    "http_check.accepted_response_status_codes[].status_class": hurts(
      set("STATUS_CLASS_ANY"),
      set("STATUS_CLASS_4XX"),
      set("STATUS_CLASS_5XX"),
    ),
    "http_check.path": hurts(remove, set("/"), set("/anything")),
    "http_check.port": butSame(hurts(set(80)), remove, "443 is the default with TLS"),
    "http_check.request_method": butSame(hurts(set("METHOD_UNSPECIFIED")), remove, "GET is the default"),
    "http_check.use_ssl": hurts(remove, set(false)),
    "http_check.validate_ssl": hurts(remove, set(false)),
    lifecycle: harmless(
      "a check that an alert names can't be deleted: without the order, an apply stops and changes nothing",
    ),
    log_check_failures: hurts(remove, set(false)),
    monitored_resource: hurts(remove),
    "monitored_resource.labels": hurts(remove, set({ host: "another.cliscale.dev", project_id: "another-project" })),
    "monitored_resource.type": hurts(remove, set("gce_instance")),
    period: butSame(hurts(set("600s"), set("900s")), remove, "five minutes, as often as is right"),
    project,
    timeout: hurts(remove, set("0s"), set("60s"), set("600s")),
    user_labels: LABELS,
  },
};

function isOutage(policy: Block): boolean {
  return isUptime(policy) && aligner(policy) === "ALIGN_NEXT_OLDER";
}
