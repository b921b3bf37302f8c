import { parse } from "yaml";
import { namesAccount, type Grant } from "../../facts/iam";
import { grantsOn, projectGrants } from "../../facts/kms-grants";
import { isReference, type RenderedResource, type RenderedStack } from "../../rendered/rendered-stack";
import { type RenderedObject } from "../../rendered/rendered-cluster";
import { isRecord } from "../../../sandbox/kubernetes/objects";
import { every, NOT_APPLICABLE, unknown, verdict, type ResourceRule, type Verdict } from "../../rule";

const READS = /^roles\/(secretmanager\.(secretAccessor|admin)|owner|editor)$/;
const ACCOUNT = "iam.gke.io/gcp-service-account";

/** Every pod that mounts the secret through a SecretProviderClass runs as somebody who may read it. Otherwise it never starts. */
export const secretReaders: ResourceRule = {
  appliesTo: ["google_secret_manager_secret"],
  evaluate: (secret, stack) => {
    const { secret_id: id } = secret.arguments;
    if (typeof id !== "string" || isReference(id)) {
      return NOT_APPLICABLE;
    }
    const classes = stack.cluster.ofKind("SecretProviderClass").filter((one) => namesSecret(one, id));
    const accounts = new Set(classes.flatMap((one) => accountsOf(one, stack)));
    const grants = [...grantsOn(stack, secret, "secret_id"), ...projectGrants(stack)].filter(({ role }) =>
      READS.test(role),
    );
    return accounts.size === 0
      ? NOT_APPLICABLE
      : every(...[...accounts].map((account) => judge(account, grants, stack)));
  },
};

/** https://cloud.google.com/secret-manager/docs/secret-manager-managed-csi-component */
function namesSecret({ object }: RenderedObject, id: string): boolean {
  const { spec } = object;
  const parameters = isRecord(spec) && isRecord(spec.parameters) ? spec.parameters : {};
  const text = typeof parameters.secrets === "string" ? parameters.secrets : "";
  const list: unknown = readYaml(text);
  return (
    Array.isArray(list) &&
    list.some(
      (one: unknown) => isRecord(one) && typeof one.resourceName === "string" && one.resourceName.split("/")[3] === id,
    )
  );
}

function readYaml(text: string): unknown {
  try {
    return parse(text);
  } catch {
    return undefined;
  }
}

/** `namespace/name` of the service accounts whose pods mount a class. */
function accountsOf({ name, namespace }: RenderedObject, stack: RenderedStack): readonly string[] {
  return stack.cluster
    .withPods()
    .filter(
      ({ namespace: theirs, pod }) =>
        theirs === namespace &&
        (pod.spec.volumes ?? []).some(
          (volume: unknown) =>
            isRecord(volume) &&
            isRecord(volume.csi) &&
            isRecord(volume.csi.volumeAttributes) &&
            volume.csi.volumeAttributes.secretProviderClass === name,
        ),
    )
    .map(({ pod }) => `${namespace}/${pod.spec.serviceAccountName ?? "default"}`);
}

function judge(account: string, grants: readonly Grant[], stack: RenderedStack): Verdict {
  const [namespace = "", name = ""] = account.split("/");
  const email = emailOf(namespace, name, stack);
  const members = grants.flatMap((grant) => grant.members);
  const google = stack.ofType("google_service_account").filter((one) => namesAccount(email, one, stack));
  const mayRead = members.some(
    (member) =>
      (email !== undefined && member.includes(email)) ||
      google.some((one) => namesAccount(member, one, stack)) ||
      member.includes(`[${account}]`) ||
      member.endsWith(`/ns/${namespace}/sa/${name}`),
  );
  if (mayRead) {
    return verdict([]);
  }
  return isReference(email) || members.some((member) => isForeign(member, stack))
    ? unknown("secret_id")
    : verdict([`secret_id is mounted by pods of ${account}, who may not read it`]);
}

/** A member by a reference that nobody can follow here. */
function isForeign(member: string, stack: RenderedStack): boolean {
  return (
    isReference(member) &&
    !stack.ofType("google_service_account").some((one: RenderedResource) => namesAccount(member, one, stack))
  );
}

function emailOf(namespace: string, name: string, stack: RenderedStack): string | undefined {
  const account = stack.cluster.ofKind("ServiceAccount", namespace).find((one) => one.name === name);
  const annotations: unknown = account?.object.metadata.annotations;
  const email: unknown = isRecord(annotations) ? annotations[ACCOUNT] : undefined;
  return typeof email === "string" ? email : undefined;
}
