import { blocksAt, isReference } from "../../rendered/rendered-stack";
import { NOT_APPLICABLE, shown, unknown, verdict, type ResourceRule } from "../../rule";

/** Messages are pushed over TLS, with a token by which the receiver knows that they come from Pub/Sub. */
export const pubsubPushAuthenticated: ResourceRule = {
  appliesTo: ["google_pubsub_subscription"],
  evaluate: ({ arguments: subscription }) => {
    const [push] = blocksAt(subscription, "push_config");
    const endpoint = push?.push_endpoint;
    if (push === undefined || endpoint === "" || endpoint === undefined) {
      return NOT_APPLICABLE;
    }
    const hasToken = blocksAt(push, "oidc_token").some(({ service_account_email: email }) => email !== undefined);
    const findings = [
      ...(isReference(endpoint) || (typeof endpoint === "string" && endpoint.startsWith("https://"))
        ? []
        : [`push_config.push_endpoint is ${shown(endpoint)}, which is not https`]),
      ...(hasToken ? [] : ["push_config.oidc_token is absent"]),
    ];
    return findings.length === 0 && isReference(endpoint) && !endpoint.startsWith("https://")
      ? unknown("push_config.push_endpoint")
      : verdict(findings);
  },
};
