import { ALERT } from "../../facts/monitoring";
import { type RenderedResource } from "../../rendered/rendered-stack";
import { NOT_APPLICABLE, verdict, type ResourceRule } from "../../rule";

/** An alert leaves out no channel that every other alert of its severity has: somebody counts on being told. */
export const alertChannelsAlike: ResourceRule = {
  appliesTo: [ALERT],
  evaluate: (policy, stack) => {
    const own = channelsOf(policy);
    const others = stack
      .ofType(ALERT)
      .filter((one) => one.address !== policy.address && one.arguments.severity === policy.arguments.severity)
      .map(channelsOf);
    const [first] = others;
    if (first === undefined || own.length === 0) {
      return NOT_APPLICABLE;
    }
    const shared = first.filter((channel) => others.every((one) => one.includes(channel)));
    // other channels altogether are somebody else's alerts
    const isPart = own.every((channel) => shared.includes(channel));
    const lacking = isPart ? shared.filter((channel) => !own.includes(channel)) : [];
    return verdict(
      lacking.map((channel) => `notification_channels lacks ${channel}, which every other alert of its severity has`),
    );
  },
};

function channelsOf({ arguments: { notification_channels: channels } }: RenderedResource): readonly string[] {
  return Array.isArray(channels) ? channels.filter((one) => typeof one === "string") : [];
}
