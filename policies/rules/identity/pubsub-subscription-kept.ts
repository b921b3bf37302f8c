import { DAY, secondsOf } from "../../facts/secrets";
import { blocksAt, isReference } from "../../rendered/rendered-stack";
import { shown, verdict, type ResourceRule } from "../../rule";

/** A subscription doesn't go by itself when nobody asks for a month, and keeps what nobody asked for at least a day. */
export const pubsubSubscriptionKept: ResourceRule = {
  appliesTo: ["google_pubsub_subscription"],
  evaluate: ({ arguments: subscription }) => {
    const { message_retention_duration: kept } = subscription;
    const [policy] = blocksAt(subscription, "expiration_policy");
    const ttl = policy?.ttl;
    const seconds = secondsOf(kept);
    return verdict([
      // without the block it is 31 days: https://cloud.google.com/pubsub/docs/subscription-properties#expiration_period
      ...(ttl === "" || isReference(ttl)
        ? []
        : [`expiration_policy.ttl is ${shown(ttl)}, not "": without requests the subscription is deleted`]),
      ...(kept === undefined || isReference(kept) || (seconds !== undefined && seconds >= DAY)
        ? []
        : [`message_retention_duration is ${shown(kept)}, less than a day`]),
    ]);
  },
};
