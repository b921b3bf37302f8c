import { MonitoringAlertPolicy } from "@cdktf/provider-google/lib/monitoring-alert-policy";
import { PubsubSubscription } from "@cdktf/provider-google/lib/pubsub-subscription";
import { Construct } from "constructs";
import { dependOn } from "../core/dependencies";
import { labelProblems, labelsOrUndefined, type Labels } from "../core/labels";
import { ProjectServices } from "../core/project-services";
import { check, outOfRange } from "../core/validation";
import { type SecretStore } from "./secret-store";

const SECONDS_PER_DAY = 86_400;
/** https://cloud.google.com/pubsub/docs/subscription-properties#message_retention_duration */
const LONGEST_RETENTION_DAYS = 31;
/** https://cloud.google.com/monitoring/api/ref_v3/rest/v3/projects.alertPolicies#documentation */
const LONGEST_TEXT = 8192;

/** Props of {@link RotationReminders}. */
export interface RotationRemindersProps {
  /** The store whose secrets remind. */
  readonly store: SecretStore;
  /** Who is told, see `AlertChannels.channelIds`. An empty list means that only the console shows the alert. */
  readonly channelIds: readonly string[];
  /** What the person who gets the alert does, in Markdown, up to 8,192 characters: the command that rotates stands here. */
  readonly whatToDo: string;
  /**
   * For how many days a reminder may wait before people are told: 1 to 30. Pub/Sub keeps it for 31.
   * @default 7
   */
  readonly graceDays?: number;
  /**
   * Labels of the alert policy.
   * @default - those of the store; the provider's default labels don't reach it
   */
  readonly labels?: Labels;
}

/**
 * Tells people about secrets that are past their rotation date. Secret Manager's reminders wait in a subscription until
 * whoever has rotated acknowledges them; one that waits for too long raises an alert.
 */
export class RotationReminders extends Construct {
  /** The name of the subscription, without project. */
  public readonly subscriptionName: string;
  /** The command that acknowledges every reminder up to now, for after the rotation of each secret that is due. */
  public readonly acknowledgeCommand: string;
  public readonly graceDays: number;

  public constructor(scope: Construct, id: string, props: RotationRemindersProps) {
    super(scope, id);
    const { store, channelIds, whatToDo, graceDays = 7, labels = store.labels } = props;
    const { project } = store;
    this.graceDays = graceDays;
    this.subscriptionName = store.secretId("secret-rotation");
    this.acknowledgeCommand = `gcloud pubsub subscriptions seek ${this.subscriptionName} --project=${project} --time=$(date -u +%Y-%m-%dT%H:%M:%SZ)`;
    check(this, "RotationReminders", [
      outOfRange("graceDays", graceDays, 1, LONGEST_RETENTION_DAYS - 1, {
        unit: "days",
        source: "https://cloud.google.com/pubsub/docs/subscription-properties#message_retention_duration",
      }),
      (whatToDo.trim() === "" || whatToDo.length > LONGEST_TEXT) && {
        setting: "whatToDo",
        value: whatToDo.length,
        must: `have 1 to ${LONGEST_TEXT} characters`,
        fix: "write the command that rotates, and where to read more",
        source: "https://cloud.google.com/monitoring/api/ref_v3/rest/v3/projects.alertPolicies#documentation",
      },
      ...labelProblems("labels", labels),
    ]);

    const { topicId } = store.rotationTopic();
    const subscription = new PubsubSubscription(this, "Resource", {
      project,
      name: this.subscriptionName,
      topic: topicId,
      // Secret Manager publishes every change of a secret to the topic
      // https://cloud.google.com/secret-manager/docs/event-notifications#event_types
      filter: 'attributes.eventType = "SECRET_ROTATE"',
      messageRetentionDuration: `${LONGEST_RETENTION_DAYS * SECONDS_PER_DAY}s`,
      // a subscription that nobody pulls from is deleted after 31 days otherwise
      expirationPolicy: { ttl: "" },
      labels: labelsOrUndefined(store.labels),
    });

    const title = `A secret of ${this.subscriptionName} was due ${graceDays} days ago`;
    const alert = new MonitoringAlertPolicy(this, "Alert", {
      project,
      displayName: title,
      combiner: "OR",
      severity: "WARNING",
      conditions: [
        {
          displayName: title,
          conditionThreshold: {
            filter: [
              'resource.type = "pubsub_subscription"',
              `resource.labels.subscription_id = "${subscription.name}"`,
              'metric.type = "pubsub.googleapis.com/subscription/oldest_unacked_message_age"',
            ].join(" AND "),
            comparison: "COMPARISON_GT",
            thresholdValue: graceDays * SECONDS_PER_DAY,
            duration: "0s",
            trigger: { count: 1 },
            aggregations: [{ alignmentPeriod: "3600s", perSeriesAligner: "ALIGN_MAX" }],
          },
        },
      ],
      notificationChannels: channelIds.length === 0 ? undefined : [...channelIds],
      documentation: { content: whatToDo, mimeType: "text/markdown", subject: title },
      userLabels: labelsOrUndefined(labels),
    });
    dependOn(alert, ...ProjectServices.of(this).enable(project, "monitoring.googleapis.com"));
  }
}
