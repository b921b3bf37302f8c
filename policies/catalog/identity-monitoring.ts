import { LEVELS } from "../levels";
import { alertChannelsAlike } from "../rules/identity/alert-channels-alike";
import { alertConditionsSound } from "../rules/identity/alert-conditions-sound";
import { alertNotifies } from "../rules/identity/alert-notifies";
import { alertSaysWhatToDo } from "../rules/identity/alert-says-what-to-do";
import { budgetWarnsInTime } from "../rules/identity/budget-warns-in-time";
import { hostsAreWatched } from "../rules/identity/hosts-are-watched";
import { logExclusionsSpareAudit } from "../rules/identity/log-exclusions-spare-audit";
import { logSinksKeep } from "../rules/identity/log-sinks-keep";
import { notificationChannelUsable } from "../rules/identity/notification-channel-usable";
import { pubsubBacklogAlert } from "../rules/identity/pubsub-backlog-alert";
import { pubsubDeadLetters } from "../rules/identity/pubsub-dead-letters";
import { pubsubPushAuthenticated } from "../rules/identity/pubsub-push-authenticated";
import { pubsubSubscriptionKept } from "../rules/identity/pubsub-subscription-kept";
import { pubsubTopicEncrypted } from "../rules/identity/pubsub-topic-encrypted";
import { rotationTopicHeard } from "../rules/identity/rotation-topic-heard";
import { uptimeAsksHealth } from "../rules/identity/uptime-asks-health";
import { uptimeCheckAlerts } from "../rules/identity/uptime-check-alerts";
import { uptimeCheckSound } from "../rules/identity/uptime-check-sound";
import { uptimeFailuresLogged } from "../rules/identity/uptime-failures-logged";
import { uptimeTargetAlerts } from "../rules/identity/uptime-target-alerts";
import { type PolicyRow } from "./row";

/** What watches a system and tells people: alerts, uptime checks, budgets, Pub/Sub, logs. */
export const IDENTITY_MONITORING_ROWS: readonly PolicyRow[] = [
  {
    id: "alert-notifies",
    level: LEVELS.production,
    fact: "an alert policy is on, watches something and tells somebody",
    why: "an outage is found by customers",
    fix: "set notification_channels, and remove enabled",
    covers: ["C16"],
    references: ["https://cloud.google.com/monitoring/alerts"],
    rule: alertNotifies,
  },
  {
    id: "alert-conditions-sound",
    level: LEVELS.production,
    fact: "a condition names its metric, aligns it and waits for a time that there is",
    why: "the policy is refused, or never fires",
    fix: "write filter, aggregations and duration as the API wants them",
    covers: ["C16"],
    references: ["https://cloud.google.com/monitoring/api/ref_v3/rest/v3/projects.alertPolicies"],
    rule: alertConditionsSound,
  },
  {
    id: "alert-says-what-to-do",
    level: LEVELS.recommended,
    fact: "an alert says how bad it is and what to do",
    why: "whoever is woken up has to find out first",
    fix: "set severity and documentation.content",
    covers: ["C16"],
    references: ["https://cloud.google.com/monitoring/alerts/doc-variables"],
    rule: alertSaysWhatToDo,
  },
  {
    id: "alert-channels-alike",
    level: LEVELS.recommended,
    fact: "an alert has every channel that all others of its severity have",
    why: "whoever counts on being told isn't",
    fix: "add the channel, or give the alert another severity",
    covers: ["C16"],
    references: ["https://cloud.google.com/monitoring/support/notification-options"],
    rule: alertChannelsAlike,
  },
  {
    id: "uptime-check-alerts",
    level: LEVELS.production,
    fact: "an uptime check that fails tells somebody within minutes",
    why: "the check is a graph that nobody looks at",
    fix: "add an alert policy on check_passed with REDUCE_COUNT_FALSE above 1",
    covers: ["C16"],
    references: ["https://cloud.google.com/monitoring/uptime-checks/uptime-alerting-policies"],
    rule: uptimeCheckAlerts,
  },
  {
    id: "uptime-target-alerts",
    level: LEVELS.recommended,
    fact: "many short failures of an uptime check tell somebody",
    why: "each is over before an alert on outages fires, and the target is missed",
    fix: "add an alert policy on the share of checks that passed, or on the burn rate of an SLO",
    covers: ["C16"],
    references: ["https://cloud.google.com/stackdriver/docs/solutions/slo-monitoring/alerting-on-budget-burn-rate"],
    rule: uptimeTargetAlerts,
  },
  {
    id: "uptime-check-sound",
    level: LEVELS.production,
    fact: "an uptime check asks often, over TLS, and takes errors for errors",
    why: "an outage or an expired certificate goes unseen",
    fix: "set period to 300s or less, use_ssl and validate_ssl to true, and accept 2xx only",
    covers: ["C16"],
    references: ["https://cloud.google.com/monitoring/uptime-checks"],
    rule: uptimeCheckSound,
  },
  {
    id: "uptime-failures-logged",
    level: LEVELS.recommended,
    fact: "failed uptime checks are logged",
    why: "after the outage nobody knows what the check saw",
    fix: "set log_check_failures to true",
    covers: [],
    references: ["https://cloud.google.com/monitoring/uptime-checks"],
    rule: uptimeFailuresLogged,
  },
  {
    id: "uptime-asks-health",
    level: LEVELS.recommended,
    fact: "an uptime check asks for a page that the pods' probes ask for",
    why: "a page that always answers hides that the program doesn't work",
    fix: "set http_check.path to the path of the readiness or liveness probe",
    covers: [],
    references: ["https://cloud.google.com/monitoring/uptime-checks"],
    rule: uptimeAsksHealth,
  },
  {
    id: "hosts-are-watched",
    level: LEVELS.recommended,
    fact: "every host with a certificate has an uptime check",
    why: "nobody is told when it stops answering",
    fix: "add google_monitoring_uptime_check_config for the host",
    covers: ["C16"],
    references: ["https://cloud.google.com/monitoring/uptime-checks"],
    rule: hostsAreWatched,
  },
  {
    id: "notification-channel-usable",
    level: LEVELS.production,
    fact: "a notification channel is on, reaches somebody and stays",
    why: "alerts fire into the void",
    fix: "set the label that the type needs, and leave enabled and force_delete alone",
    covers: ["C16"],
    references: ["https://cloud.google.com/monitoring/alerts/using-channels-api"],
    rule: notificationChannelUsable,
  },
  {
    id: "budget-warns-in-time",
    level: LEVELS.recommended,
    fact: "a budget tells people of the project at half, before and at the whole amount, and when it is foreseen",
    why: "the bill is the first that anybody hears",
    fix: "set threshold_rules, budget_filter.projects and monitoring_notification_channels",
    covers: ["C15"],
    references: ["https://cloud.google.com/billing/docs/how-to/budgets"],
    rule: budgetWarnsInTime,
  },
  {
    id: "pubsub-subscription-kept",
    level: LEVELS.recommended,
    fact: "a subscription never expires, and keeps messages for a day",
    why: "after a quiet month it is gone, and every later message is lost",
    fix: 'set expiration_policy.ttl to "" and message_retention_duration to 86400s or more',
    covers: [],
    references: ["https://cloud.google.com/pubsub/docs/subscription-properties"],
    rule: pubsubSubscriptionKept,
  },
  {
    id: "pubsub-push-authenticated",
    level: LEVELS.production,
    fact: "messages are pushed over TLS with a token",
    why: "anybody who knows the address can send messages of his own",
    fix: "set push_config.oidc_token and an https endpoint",
    covers: [],
    references: ["https://cloud.google.com/pubsub/docs/authenticate-push-subscriptions"],
    rule: pubsubPushAuthenticated,
  },
  {
    id: "pubsub-dead-letters",
    level: LEVELS.recommended,
    fact: "a message that can't be delivered is put aside",
    why: "it comes back until it expires, and then it is lost",
    fix: "set dead_letter_policy with 5 to 100 attempts",
    covers: [],
    references: ["https://cloud.google.com/pubsub/docs/handling-failures"],
    rule: pubsubDeadLetters,
  },
  {
    id: "pubsub-topic-encrypted",
    level: LEVELS.recommended,
    fact: "messages are encrypted with a key of the project",
    why: "the project can't take the key away from what was published",
    fix: "set kms_key_name",
    covers: ["CKV_GCP_83"],
    references: ["https://cloud.google.com/pubsub/docs/encryption"],
    rule: pubsubTopicEncrypted,
  },
  {
    id: "pubsub-backlog-alert",
    level: LEVELS.recommended,
    fact: "messages that nobody pulls tell somebody before they expire",
    why: "they are deleted unread",
    fix: "add an alert policy on oldest_unacked_message_age, below the retention",
    covers: ["C16"],
    references: ["https://cloud.google.com/pubsub/docs/monitoring"],
    rule: pubsubBacklogAlert,
  },
  {
    id: "rotation-topic-heard",
    level: LEVELS.production,
    fact: "somebody listens to the topic that secrets announce their rotation on",
    why: "Secret Manager rotates nothing by itself, so the secret stays",
    fix: "add a google_pubsub_subscription whose filter lets SECRET_ROTATE through",
    covers: ["C11"],
    references: ["https://cloud.google.com/secret-manager/docs/event-notifications"],
    rule: rotationTopicHeard,
  },
  {
    id: "log-sinks-keep",
    level: LEVELS.production,
    fact: "exported logs go on, to a bucket that nobody empties early",
    why: "an intruder deletes the traces",
    fix: "remove disabled, and lock the retention policy of the bucket",
    covers: ["CKV2_GCP_4"],
    references: ["https://cloud.google.com/logging/docs/export/configure_export_v2"],
    rule: logSinksKeep,
  },
  {
    id: "log-exclusions-spare-audit",
    level: LEVELS.everywhere,
    fact: "no exclusion drops audit logs",
    why: "what was done can't be found out",
    fix: "narrow the filter of the exclusion to the entries that aren't worth keeping",
    covers: [],
    references: ["https://cloud.google.com/logging/docs/audit"],
    rule: logExclusionsSpareAudit,
  },
];
