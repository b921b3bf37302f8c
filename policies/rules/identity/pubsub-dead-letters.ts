import { blocksAt } from "../../rendered/rendered-stack";
import { NOT_APPLICABLE, shown, verdict, type ResourceRule } from "../../rule";

/** What the API takes: https://cloud.google.com/pubsub/docs/handling-failures */
const ATTEMPTS = [5, 100] as const;

/** A message that its receiver never takes is put aside instead of coming back until it expires. Who pulls decides that himself. */
export const pubsubDeadLetters: ResourceRule = {
  appliesTo: ["google_pubsub_subscription"],
  evaluate: ({ arguments: subscription }) => {
    const [policy] = blocksAt(subscription, "dead_letter_policy");
    if (policy !== undefined) {
      const { dead_letter_topic: topic, max_delivery_attempts: attempts } = policy;
      const [least, most] = ATTEMPTS;
      return verdict([
        ...(topic === undefined || topic === "" ? [`dead_letter_policy.dead_letter_topic is ${shown(topic)}`] : []),
        ...(attempts === undefined || (Number(attempts) >= least && Number(attempts) <= most)
          ? []
          : [`dead_letter_policy.max_delivery_attempts is ${shown(attempts)}, not between ${least} and ${most}`]),
      ]);
    }
    const isPushed = blocksAt(subscription, "push_config").some(
      ({ push_endpoint: endpoint }) => endpoint !== undefined && endpoint !== "",
    );
    return isPushed ? verdict(["dead_letter_policy is absent, and messages are pushed"]) : NOT_APPLICABLE;
  },
};
