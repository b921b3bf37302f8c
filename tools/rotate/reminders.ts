import { resourceNames, type EnvironmentSettings } from "../../environments";
import { isObject, valueAt } from "../../environments/problems";
import { writeTime } from "./duration";
import { type RotatingSecret } from "./secrets";
import { type World } from "./world";

/** How often to ask for more: a pull may return only some of what waits. */
const MOST_PULLS = 10;

/**
 * Acknowledges the reminders of one secret, after which the alert about it ends. Those of other secrets stay: all of an
 * environment wait in one subscription.
 *
 * @returns what is left to do, a sentence each
 */
export async function acknowledgeReminders(
  settings: EnvironmentSettings,
  secret: RotatingSecret,
  world: World,
): Promise<readonly string[]> {
  if (settings.stage === "sandbox") {
    return [];
  }
  const subscription = subscriptionOf(settings);
  const project = `--project=${settings.project}`;
  const ids = secret.ids(resourceNames(settings));
  for (let pulls = 0; pulls < MOST_PULLS; pulls++) {
    const pull = ["pubsub", "subscriptions", "pull", subscription, project, "--limit=100", "--format=json"];
    const pulled = await world.run("gcloud", pull);
    const waiting = pulled.code === 0 ? reminders(pulled.output) : undefined;
    if (waiting === undefined) {
      return [byHand(settings, secret, world.now())];
    }
    if (waiting.length === 0) {
      return [];
    }
    const own = waiting.filter(({ secretId }) => ids.includes(secretId.replace(/^.*\//, "")));
    if (own.length > 0) {
      const acknowledge = own.map(({ ackId }) => ackId).join(",");
      const ack = ["pubsub", "subscriptions", "ack", subscription, project, `--ack-ids=${acknowledge}`];
      if ((await world.run("gcloud", ack)).code !== 0) {
        return [byHand(settings, secret, world.now())];
      }
    }
  }
  return [];
}

/** The subscription in which reminders wait. */
export function subscriptionOf({ namePrefix }: Pick<EnvironmentSettings, "namePrefix">): string {
  return `${namePrefix}-secret-rotation`;
}

interface Reminder {
  readonly ackId: string;
  /** `projects/…/secrets/…`. https://cloud.google.com/secret-manager/docs/event-notifications */
  readonly secretId: string;
}

/** Undefined for a text that is no list of messages. */
function reminders(output: string): readonly Reminder[] | undefined {
  try {
    const messages: unknown = JSON.parse(output === "" ? "[]" : output);
    return Array.isArray(messages)
      ? messages.filter(isObject).map((message) => ({
          ackId: String(valueAt(message, ["ackId"])),
          secretId: String(valueAt(message, ["message", "attributes", "secretId"])),
        }))
      : undefined;
  } catch {
    return undefined;
  }
}

function byHand(settings: EnvironmentSettings, { name }: RotatingSecret, now: Date): string {
  return (
    `Acknowledge the reminders, so that no alert tells of ${name} (this takes those of all secrets): ` +
    `gcloud pubsub subscriptions seek ${subscriptionOf(settings)} --project=${settings.project} --time=${writeTime(now)}`
  );
}
