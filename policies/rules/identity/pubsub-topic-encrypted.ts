import { expectPresent, type ResourceRule } from "../../rule";

/** Messages are encrypted with a key that the project can take away. */
export const pubsubTopicEncrypted: ResourceRule = {
  appliesTo: ["google_pubsub_topic"],
  evaluate: (topic) => expectPresent(topic, "kms_key_name"),
};
