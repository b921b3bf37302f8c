import { referredTo } from "../../facts/gke-dependencies";
import { agentOf, grantsOn, KEY_USERS, keyUses, projectGrants, type ResourceGrant } from "../../facts/kms-grants";
import { dependenciesOf } from "../../facts/terraform-graph";
import { type RenderedResource, type RenderedStack } from "../../rendered/rendered-stack";
import { COMPLIANT, every, NOT_APPLICABLE, unknown, verdict, type ResourceRule, type Verdict } from "../../rule";

const ROLE = /^roles\/cloudkms\.cryptoKeyEncrypterDecrypter(ViaDelegation)?$/;

/** A service's own account may use the key that the service is told to encrypt with, before it is told so. */
export const kmsAgentGranted: ResourceRule = {
  appliesTo: KEY_USERS,
  evaluate: (resource, stack) => {
    const judged = keyUses(resource).flatMap(({ path, key, services }) => {
      const target = referredTo(key, "google_kms_crypto_key", stack);
      return target === undefined ? [] : services.map((service) => judge(resource, path, service, target, stack));
    });
    return judged.length === 0 ? NOT_APPLICABLE : every(...judged);
  },
};

function judge(
  resource: RenderedResource,
  path: string,
  service: string,
  key: RenderedResource,
  stack: RenderedStack,
): Verdict {
  const grants = grantsFor(key, stack);
  const given = grants.filter(({ members }) => members.some((member) => agentOf(member, stack) === service));
  if (given.length === 0) {
    return grants.some(({ members }) => members.some((member) => agentOf(member, stack) === undefined))
      ? unknown(path)
      : verdict([`${path} is a key that the account of ${service} is not granted`]);
  }
  const before = dependenciesOf(stack).of(resource);
  return given.some(({ address }) => before.has(address))
    ? COMPLIANT
    : verdict([
        `${path} is a key, and depends_on lacks ${given.map(({ address }) => address).join(" or ")}, which grants it`,
      ]);
}

/** On the key, on its ring or on the project. */
function grantsFor(key: RenderedResource, stack: RenderedStack): readonly ResourceGrant[] {
  const ring = referredTo(key.arguments.key_ring, "google_kms_key_ring", stack);
  return [
    ...grantsOn(stack, key, "crypto_key_id"),
    ...(ring === undefined ? [] : grantsOn(stack, ring, "key_ring_id")),
    ...projectGrants(stack),
  ].filter(({ role }) => ROLE.test(role));
}
