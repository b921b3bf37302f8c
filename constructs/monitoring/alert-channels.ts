import { MonitoringNotificationChannel } from "@cdktf/provider-google/lib/monitoring-notification-channel";
import { Construct } from "constructs";
import { dependOn } from "../core/dependencies";
import { emailProblem } from "../core/email";
import { labelProblems, labelsOrUndefined, type Labels } from "../core/labels";
import { NAME_RULES, nameProblem } from "../core/naming";
import { type ProjectScopedProps } from "../core/project-scoped";
import { ProjectServices } from "../core/project-services";
import { check, isKnown, type Finding } from "../core/validation";
import { CHANNEL_NAME } from "./channel-name";

/** Props of {@link AlertChannels}. */
export interface AlertChannelsProps extends ProjectScopedProps {
  /** Addresses that alerts go to. Prefer a group's: who is on call changes more often than this list. */
  readonly emails: readonly string[];
  /**
   * A channel of any type that exists: `projects/<project>/notificationChannels/<number>`. PagerDuty, Slack and webhooks
   * come in this way, because google 6.50 takes their keys only as arguments that stay in plan and state. See the README
   * for the command that makes the channel from a key in Secret Manager.
   * @default - e-mail only
   */
  readonly pagerChannelId?: string;
  /**
   * Labels of the e-mail channels.
   * @default - none; the provider's default labels don't reach them
   */
  readonly labels?: Labels;
}

/** Who is told: an e-mail channel for each address and the pager's channel, for alert policies and budgets. */
export class AlertChannels extends Construct {
  /** Every channel, the pager's first. */
  public readonly channelIds: readonly string[];
  /** The e-mail channels alone, as references: budgets take no others. */
  public readonly emailChannelIds: readonly string[];

  public constructor(scope: Construct, id: string, props: AlertChannelsProps) {
    super(scope, id);
    const { project, emails, pagerChannelId, labels } = props;
    check(this, "AlertChannels", [
      nameProblem(NAME_RULES.project, "project", project),
      ...emails.map((email) => emailProblem("emails", email)),
      ...repeatedIgnoringCase(emails).map((email) => ({
        setting: "emails",
        value: email,
        must: "name each address once, whatever its case",
        fix: "remove the repetition",
      })),
      pagerProblem(pagerChannelId),
      ...labelProblems("labels", labels),
    ]);
    const enabled = ProjectServices.of(this).enable(project, "monitoring.googleapis.com");
    this.emailChannelIds = emails.map((email) => {
      const channel = new MonitoringNotificationChannel(this, `Email-${email.toLowerCase()}`, {
        project,
        type: "email",
        displayName: email,
        labels: { email_address: email },
        userLabels: labelsOrUndefined(labels),
        // With true, deleting a channel takes it out of alert policies that others made, and nobody is told any more.
        forceDelete: false,
        // Policies let go of a channel before it is deleted.
        // https://github.com/hashicorp/terraform-provider-google/issues/3008
        lifecycle: { createBeforeDestroy: true },
      });
      dependOn(channel, ...enabled);
      return channel.id;
    });
    this.channelIds = pagerChannelId === undefined ? this.emailChannelIds : [pagerChannelId, ...this.emailChannelIds];
  }
}

function pagerProblem(channelId: string | undefined): Finding {
  return (
    isKnown(channelId) &&
    !CHANNEL_NAME.test(channelId) && {
      setting: "pagerChannelId",
      // no value: somebody may have written the key itself
      must: "be the resource name of a channel that exists, never its key",
      fix: "copy projects/<project>/notificationChannels/<number> from 'gcloud beta monitoring channels list'",
      source: "https://cloud.google.com/monitoring/api/ref_v3/rest/v3/projects.notificationChannels",
    }
  );
}

function repeatedIgnoringCase(emails: readonly string[]): readonly string[] {
  const lower = emails.map((email) => email.toLowerCase());
  return emails.filter((_, index) => lower.indexOf(lower[index] ?? "") < index);
}
