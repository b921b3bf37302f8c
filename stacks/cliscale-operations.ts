import { Construct } from "constructs";
import { resourceNames } from "../environments/names";
import { type EnvironmentSettings } from "../environments/settings";
import { type IEncryptionKey } from "../constructs/kms";
import { AlertChannels, ProjectBudget, UptimeCheck } from "../constructs/monitoring";
import { ClusterBackupPlan } from "../constructs/recovery";
import { RotationReminders } from "../constructs/secret-manager";
import { NAMESPACE } from "./cliscale-identities";
import { type CliscalePlatform } from "./cliscale-platform";

/** Props of {@link CliscaleOperations}. */
export interface CliscaleOperationsProps {
  readonly settings: EnvironmentSettings;
  readonly platform: CliscalePlatform;
  /** Encrypts backups of the cluster's objects; in the environment's region. */
  readonly encryptionKey: IEncryptionKey;
}

/** Who is told when something is wrong or gets expensive, and what the cluster's objects are restored from. */
export class CliscaleOperations extends Construct {
  public readonly channels: AlertChannels;
  public readonly uptimeChecks: Readonly<Record<"controller" | "gateway", UptimeCheck>>;
  /** Undefined when the environment has no budget. */
  public readonly budget: ProjectBudget | undefined;
  public readonly backupPlan: ClusterBackupPlan;
  public readonly rotationReminders: RotationReminders;

  public constructor(scope: Construct, id: string, { settings, platform, encryptionKey }: CliscaleOperationsProps) {
    super(scope, id);
    const { project, labels, monitoring, recovery, domain, wsDomain, allowDestroys } = settings;
    this.channels = new AlertChannels(this, "Channels", {
      project,
      labels,
      emails: monitoring.emails,
      pagerChannelId: monitoring.pagerChannelId,
    });
    const answers = (service: "controller" | "gateway", host: string) =>
      new UptimeCheck(this, `Uptime-${service}`, {
        project,
        labels,
        host,
        path: "/healthz",
        channelIds: this.channels.channelIds,
        availabilityTargetPercent: monitoring.availabilityTargetPercent,
        whatToDo: whatToDo(service, settings, platform),
      });
    this.uptimeChecks = { controller: answers("controller", domain), gateway: answers("gateway", wsDomain) };
    this.budget = this.createBudget(settings);
    this.rotationReminders = new RotationReminders(this, "RotationReminders", {
      store: platform.secrets.store,
      channelIds: this.channels.channelIds,
      whatToDo: howToRotate(settings),
      labels,
    });
    this.backupPlan = new ClusterBackupPlan(this, "BackupPlan", {
      cluster: platform.cluster,
      name: resourceNames(settings).backupPlan,
      namespaces: [NAMESPACE],
      encryptionKey,
      targetRpoMinutes: recovery.clusterBackupIntervalMinutes,
      retainDays: recovery.backupRetentionDays,
      // what can be torn down must not be held by backups that nobody may delete
      deleteLockDays: allowDestroys ? 0 : Math.min(7, recovery.backupRetentionDays),
      // Helm remembers its release in a Secret: without it, a restored release can be neither upgraded nor removed
      includeSecrets: true,
      allowDestroy: allowDestroys,
    });
  }

  private createBudget({ project, billingAccount, monitoring }: EnvironmentSettings): ProjectBudget | undefined {
    if (monitoring.budget === undefined || billingAccount === undefined) {
      return undefined;
    }
    const { emailChannelIds } = this.channels;
    return new ProjectBudget(this, "Budget", { project, billingAccount, emailChannelIds, ...monitoring.budget });
  }
}

/** What stands in the alert: enough to begin, at night, with this message alone. */
function whatToDo(service: string, settings: EnvironmentSettings, { cluster }: CliscalePlatform): string {
  const { rtoMinutes, rpoMinutes } = settings.recovery;
  return [
    `The ${service} of **${settings.name}** is not answering. It has to be back within ${rtoMinutes} minutes, and at most`,
    `${rpoMinutes} minutes of data may be lost.`,
    "",
    `1. \`${cluster.credentialsCommand}\``,
    `2. \`kubectl --namespace ${NAMESPACE} get pods,events\`: are pods ready, or is a deployment stuck?`,
    `3. \`kubectl --namespace ${NAMESPACE} get gateway,httproute\`: is the way in accepted and programmed?`,
    "4. After a deployment, roll it back. When data are damaged, stop writers before restoring anything.",
  ].join("\n");
}

/** What stands in the alert about secrets that are due. */
function howToRotate({ name, project, namePrefix }: EnvironmentSettings): string {
  const subscription = `gcloud pubsub subscriptions pull ${namePrefix}-secret-rotation --project=${project}`;
  return [
    `A secret of **${name}** is past its rotation date. Nothing is broken: the values in use stay valid.`,
    "",
    `1. Which one is it? \`${subscription} --limit=10 --format="value(message.attributes.secretId)"\``,
    `2. The session keys (\`${namePrefix}-jwt-private\`): \`npm run rotate -- ${name} jwt\``,
    `3. The database's URL (\`${namePrefix}-pg\`): \`npm run rotate -- ${name} pg\``,
    `4. The password of the Job that grants database rights (\`${namePrefix}-pg-migrate\`): \`npm run rotate -- ${name} migrate\``,
    "",
    "Rotate every secret that is listed: the command acknowledges that secret's reminders, and this alert closes with the last",
    "one. Sessions stay open. docs/operations/rotate-a-secret.md explains the rest, a leaked key included.",
  ].join("\n");
}
