import { domainOf, PERSONAL_DOMAINS } from "../../facts/iam-roles";
import { CHANNEL } from "../../facts/monitoring";
import { blocksAt, isReference, isWritten, valueAt, type Block } from "../../rendered/rendered-stack";
import { shown, unknown, verdict, type ResourceRule } from "../../rule";

/** Where each type sends to: https://cloud.google.com/monitoring/alerts/using-channels-api */
const TARGETS: Readonly<Record<string, string>> = {
  email: "email_address",
  sms: "number",
  slack: "channel_name",
  pubsub: "topic",
  webhook_basicauth: "url",
  webhook_tokenauth: "url",
};

/** A channel is on, says where it sends to, and can't vanish from under the alerts that count on it. */
export const notificationChannelUsable: ResourceRule = {
  appliesTo: [CHANNEL],
  evaluate: ({ arguments: channel }) => {
    const { enabled, force_delete: forced, type } = channel;
    if (isReference(enabled) || isReference(type)) {
      return unknown(isReference(enabled) ? "enabled" : "type");
    }
    return verdict([
      ...(enabled === undefined || enabled === true ? [] : [`enabled is ${shown(enabled)}, not true`]),
      ...(forced === true ? ["force_delete is true: alerts lose the channel without a word"] : []),
      ...(typeof type === "string" && type !== "" ? targetProblems(type, channel) : [`type is ${shown(type)}`]),
    ]);
  },
};

function targetProblems(type: string, channel: Block): readonly string[] {
  if (type === "pagerduty") {
    const hasKey = [...blocksAt(channel, "sensitive_labels"), ...blocksAt(channel, "labels")].some(
      ({ service_key: key }) => key !== undefined,
    );
    return hasKey ? [] : ["sensitive_labels.service_key is absent"];
  }
  const label = TARGETS[type];
  if (label === undefined) {
    return [];
  }
  const target = valueAt(channel, `labels.${label}`);
  if (isReference(target)) {
    return [];
  }
  const at = `labels.${label} is ${shown(target)}`;
  if (!isWritten(target)) {
    return [at];
  }
  return [
    ...(type === "email" && !/^[^@\s]+@[^@\s]+\.[^@\s]+$/.test(target) ? [`${at}, which is no e-mail address`] : []),
    ...(type === "email" && PERSONAL_DOMAINS.has(domainOf(target)) ? [`${at}, one person's mailbox`] : []),
    ...(label === "url" && !target.startsWith("https://") ? [`${at}, which is not https`] : []),
  ];
}
