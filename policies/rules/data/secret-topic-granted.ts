import { referredTo } from "../../facts/gke-dependencies";
import { agentOf, grantsOn, projectGrants } from "../../facts/kms-grants";
import { SECRETS } from "../../facts/secrets";
import { dependenciesOf } from "../../facts/terraform-graph";
import { blocksAt, type RenderedResource, type RenderedStack } from "../../rendered/rendered-stack";
import { COMPLIANT, every, NOT_APPLICABLE, unknown, verdict, type ResourceRule, type Verdict } from "../../rule";

const SERVICE = "secretmanager.googleapis.com";
const PUBLISHES = /^roles\/pubsub\.(publisher|editor|admin)$/;

/** Secret Manager's account may publish to the topic of a secret, before there is the secret: it tries when the secret is made. */
export const secretTopicGranted: ResourceRule = {
  appliesTo: SECRETS,
  evaluate: (secret, stack) => {
    const topics = blocksAt(secret.arguments, "topics").flatMap(
      ({ name }) => referredTo(name, "google_pubsub_topic", stack) ?? [],
    );
    return topics.length === 0 ? NOT_APPLICABLE : every(...topics.map((topic) => judge(secret, topic, stack)));
  },
};

function judge(secret: RenderedResource, topic: RenderedResource, stack: RenderedStack): Verdict {
  const grants = [...grantsOn(stack, topic, "topic"), ...projectGrants(stack)].filter(({ role }) =>
    PUBLISHES.test(role),
  );
  const given = grants.filter(({ members }) => members.some((member) => agentOf(member, stack) === SERVICE));
  if (given.length === 0) {
    return grants.some(({ members }) => members.some((member) => agentOf(member, stack) === undefined))
      ? unknown("topics.name")
      : verdict([`topics.name is ${topic.address}, to which Secret Manager may not publish`]);
  }
  const before = dependenciesOf(stack).of(secret);
  return given.some(({ address }) => before.has(address))
    ? COMPLIANT
    : verdict([
        `topics.name is ${topic.address}, and depends_on lacks ${given.map(({ address }) => address).join(" or ")}`,
      ]);
}
