import { grantsOf, podOf } from "../../facts/iam";
import { isReference, valueAt, type RenderedStack } from "../../rendered/rendered-stack";
import { NOT_APPLICABLE, verdict, type ResourceRule } from "../../rule";

const ROLE = "roles/iam.workloadIdentityUser";

/**
 * Everybody of a GKE identity pool, of one of its namespaces or of its clusters, in the form without a service account.
 * https://cloud.google.com/kubernetes-engine/docs/concepts/workload-identity#kubernetes-resources-iam-policies
 */
const WHOLE_PART = /^principalSet:\/\/.*(\.svc\.id\.goog|\/namespace\/|\/kubernetes\.cluster\/)/;

/**
 * A Google service account is lent to single Kubernetes service accounts, by `roles/iam.workloadIdentityUser` and no wider role:
 * a member names the pool, the namespace and the name.
 */
export const workloadIdentityMembers: ResourceRule = {
  appliesTo: ["member", "binding", "policy"].map((form) => `google_service_account_iam_${form}`),
  evaluate: (resource, stack) => {
    const pods = grantsOf(resource, stack).flatMap(({ role, members, at }) =>
      members
        .filter((member) => role === ROLE || podOf(member) !== undefined || WHOLE_PART.test(member))
        .map((member) => ({ role, member, at })),
    );
    return pods.length === 0
      ? NOT_APPLICABLE
      : verdict(
          pods.flatMap(({ role, member, at }) => [
            ...(role === ROLE || role.includes("${")
              ? []
              : [`${at}role is "${role}", not "${ROLE}", for the pods of ${member}`]),
            ...problemOf(member, stack).map((problem) => `${at}member is "${member}", ${problem}`),
          ]),
        );
  },
};

function problemOf(member: string, stack: RenderedStack): readonly string[] {
  const pod = podOf(member);
  if (pod === undefined) {
    const isWhole = WHOLE_PART.test(member) || member.includes("*");
    return isWhole ? ["which is more than one Kubernetes service account"] : personOf(member);
  }
  const { pool, namespace, name } = pod;
  if ([namespace, name].some((part) => part === "" || part.includes("*"))) {
    return ["which doesn't name one namespace and one service account"];
  }
  if (name === "default") {
    return ["the service account that every pod of the namespace without its own has"];
  }
  return isForeign(pool, stack) ? ["a pool of another project than that of the cluster"] : [];
}

/** People and programs act as an account in other ways; this role is for pods and for identity pools outside Google Cloud. */
function personOf(member: string): readonly string[] {
  return /^(user|group|domain):|^serviceAccount:[^[]*@[^[]*$/.test(member)
    ? ["which is no Kubernetes service account"]
    : [];
}

/** True for a written pool that no cluster of the stack has, where all their pools are written as well. */
function isForeign(pool: string, stack: RenderedStack): boolean {
  const pools = stack
    .ofType("google_container_cluster")
    .map((cluster) => valueAt(cluster.arguments, "workload_identity_config.workload_pool"));
  const isKnown = pools.length > 0 && pools.every((one) => typeof one === "string" && !isReference(one));
  return isKnown && !isReference(pool) && !pools.includes(pool);
}
