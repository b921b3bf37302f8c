import { blocksAt, isReference } from "../../rendered/rendered-stack";
import { NOT_APPLICABLE, shown, verdict, type ResourceRule } from "../../rule";

/** What Secret Manager says when a secret is due: https://cloud.google.com/secret-manager/docs/event-notifications */
const EVENT = "SECRET_ROTATE";

/** A topic that secrets announce their rotation on is one that somebody listens to. */
export const rotationTopicHeard: ResourceRule = {
  appliesTo: ["google_pubsub_topic"],
  evaluate: (topic, stack) => {
    const isUsed = ["google_secret_manager_secret", "google_secret_manager_regional_secret"]
      .flatMap((type) => stack.ofType(type))
      .some(
        ({ arguments: secret }) =>
          blocksAt(secret, "rotation").length > 0 &&
          blocksAt(secret, "topics").some(({ name }) => stack.refersTo(name, topic)),
      );
    if (!isUsed) {
      return NOT_APPLICABLE;
    }
    const subscriptions = stack
      .ofType("google_pubsub_subscription")
      .filter((one) => stack.refersTo(one.arguments.topic, topic));
    const heard = subscriptions.filter(({ arguments: { filter } }) => letsThrough(filter));
    if (heard.length === 0) {
      return verdict([
        subscriptions.length === 0
          ? "name is that of a topic without a google_pubsub_subscription"
          : `name has ${String(subscriptions[0]?.address)}, whose filter is ${shown(subscriptions[0]?.arguments.filter)} and lets no ${EVENT} through`,
      ]);
    }
    // who only counts what is unread can't tell a reminder from the rest
    const drowned = heard.filter(
      ({ arguments: block }) => block.filter === undefined && blocksAt(block, "push_config").length === 0,
    );
    return verdict(
      heard.length === drowned.length
        ? drowned.map(
            ({ address }) =>
              `name has ${address}, whose filter is absent: reminders drown in the other events of secrets`,
          )
        : [],
    );
  },
};

/** True for a filter that reminders pass, as far as it is written. */
const letsThrough = (filter: unknown): boolean =>
  filter === undefined ||
  isReference(filter) ||
  (typeof filter === "string" && filter.includes(EVENT) && !/\bNOT\b|!=/.test(filter));
