import { numberAt, selects } from "../../facts/cluster-objects";
import { blocksAt, valueAt } from "../../rendered/rendered-stack";
import { verdict, type ObjectRule } from "../../rule";

/** The API's default, and more than a request can wait. https://kubernetes.io/docs/reference/access-authn-authz/extensible-admission-controllers/#timeouts */
const LONGEST_SECONDS = 10;

/** A webhook that is down stops nobody but its own users: it leaves kube-system out or fails open, is short, and is inside the cluster. */
export const webhookCannotStopCluster: ObjectRule = {
  kinds: ["ValidatingWebhookConfiguration", "MutatingWebhookConfiguration"],
  evaluate: ({ object }) =>
    verdict(
      blocksAt(object, "webhooks").flatMap((webhook, index) => {
        const path = `webhooks[${index}]`;
        const isStrict = (webhook.failurePolicy ?? "Fail") === "Fail";
        const takesSystem =
          webhook.namespaceSelector === undefined ||
          selects(webhook, "namespaceSelector", { "kubernetes.io/metadata.name": "kube-system" });
        const seconds = numberAt(webhook, "timeoutSeconds") ?? LONGEST_SECONDS;
        return [
          ...(isStrict && takesSystem
            ? [`${path}.failurePolicy is "Fail", and namespaceSelector takes kube-system in`]
            : []),
          ...(seconds > LONGEST_SECONDS ? [`${path}.timeoutSeconds is ${seconds}, more than ${LONGEST_SECONDS}`] : []),
          ...(valueAt(webhook, "clientConfig.url") === undefined
            ? []
            : [`${path}.clientConfig.url sends objects out of the cluster, not to a Service`]),
        ];
      }),
    ),
};
