import { type RenderedCluster, type RenderedObject } from "../rendered/rendered-cluster";
import { type RenderedStack } from "../rendered/rendered-stack";
import { annotationOf, named } from "./cluster-objects";
import { type PodObject } from "./cluster-pods";

/** The annotation that names the Google service account which pods act as. https://cloud.google.com/kubernetes-engine/docs/how-to/workload-identity */
export const GOOGLE_ACCOUNT = "iam.gke.io/gcp-service-account";

/** The Google service account of a Kubernetes one. */
export const googleAccountOf = ({ object }: RenderedObject): string | undefined => annotationOf(object, GOOGLE_ACCOUNT);

/** The service account of a pod, when the stack makes it. */
export function accountOf({ pod, namespace }: PodObject, cluster: RenderedCluster): RenderedObject | undefined {
  return named(cluster.ofKind("ServiceAccount", namespace), pod.spec.serviceAccountName ?? "default");
}

/** The account ids of the Google accounts that a Kubernetes account may act as, by grants in the stack; undefined for an id that Terraform computes. */
export function grantedAccounts(
  stack: RenderedStack,
  namespace: string,
  name: string,
): readonly (string | undefined)[] {
  const accounts = stack.ofType("google_service_account");
  return stack
    .ofType("google_service_account_iam_member")
    .filter(
      ({ arguments: { role, member } }) =>
        role === "roles/iam.workloadIdentityUser" &&
        typeof member === "string" &&
        member.endsWith(`[${namespace}/${name}]`),
    )
    .map(({ arguments: { service_account_id: id } }) => {
      const account = accounts.find((one) => stack.refersTo(id, one));
      const own = account?.arguments.account_id ?? /([^/@]+)@[^/]+$/.exec(String(id))?.[1];
      return typeof own === "string" && !own.includes("${") ? own : undefined;
    });
}
