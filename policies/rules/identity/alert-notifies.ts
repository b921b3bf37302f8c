import { CHANNEL, conditionsOf } from "../../facts/monitoring";
import { isReference } from "../../rendered/rendered-stack";
import { shown, unknown, verdict, type ResourceRule } from "../../rule";

/** An alert policy is on, has something to watch, and tells somebody by a channel that is on. */
export const alertNotifies: ResourceRule = {
  appliesTo: ["google_monitoring_alert_policy"],
  evaluate: (policy, stack) => {
    const { enabled, notification_channels: channels } = policy.arguments;
    if (isReference(enabled) || isReference(channels)) {
      return unknown(isReference(enabled) ? "enabled" : "notification_channels");
    }
    const names: readonly unknown[] = Array.isArray(channels) ? channels : [];
    const off = stack
      .ofType(CHANNEL)
      .filter((channel) => channel.arguments.enabled === false && names.some((name) => stack.refersTo(name, channel)));
    return verdict([
      ...(enabled === undefined || enabled === true ? [] : [`enabled is ${shown(enabled)}, not true`]),
      ...(names.some((name) => name !== "") ? [] : [`notification_channels is ${shown(channels)}: nobody is told`]),
      ...off.map(({ address }) => `notification_channels has ${address}, which is off`),
      ...(conditionsOf(policy).length === 0 ? ["conditions is without a condition"] : []),
    ]);
  },
};
