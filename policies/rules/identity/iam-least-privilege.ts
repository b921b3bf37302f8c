import { isReference, type Block } from "../../rendered/rendered-stack";
import { unknown, verdict, type ResourceRule } from "../../rule";

/**
 * Roles that give away a whole project, or let their holder act as any of its accounts. Given at project level they
 * reach everything; on a single account or resource they are ordinary.
 * https://cloud.google.com/iam/docs/understanding-roles
 */
const TOO_WIDE: ReadonlySet<string> = new Set([
  "roles/owner",
  "roles/editor",
  "roles/viewer",
  "roles/iam.securityAdmin",
  "roles/iam.serviceAccountAdmin",
  "roles/iam.serviceAccountKeyAdmin",
  "roles/iam.serviceAccountUser",
  "roles/iam.serviceAccountTokenCreator",
  "roles/iam.serviceAccountOpenIdTokenCreator",
  "roles/iam.workloadIdentityUser",
  "roles/resourcemanager.projectIamAdmin",
  "roles/cloudbuild.builds.builder",
  "roles/cloudbuild.builds.editor",
  "roles/container.serviceAgent",
  "roles/dataflow.admin",
  "roles/dataflow.developer",
  "roles/run.sourceDeveloper",
]);

/**
 * Roles that can be bound on one resource, with the Terraform resource for it. A test holds the list to that of
 * constructs/core, which this folder doesn't know.
 * https://cloud.google.com/iam/docs/resource-types-with-policies
 */
const NARROWER: readonly (readonly [roles: RegExp, binding: string])[] = [
  [/^roles\/secretmanager\./, "google_secret_manager_secret_iam_member"],
  [/^roles\/artifactregistry\./, "google_artifact_registry_repository_iam_member"],
  [/^roles\/storage\.(object|legacy)/, "google_storage_bucket_iam_member"],
  [/^roles\/pubsub\.(publisher|editor|admin)$/, "google_pubsub_topic_iam_member"],
  [/^roles\/pubsub\.(subscriber|viewer)$/, "google_pubsub_subscription_iam_member"],
  [/^roles\/cloudkms\.cryptoKey/, "google_kms_crypto_key_iam_member"],
];

const LEVELS = ["project", "folder", "organization"];

/**
 * Nobody holds a primitive or impersonating role for a whole project, nor one that can be bound on the resource that it is
 * needed for, such as Secret Manager's accessor; and no service account holds an administrator's. The member may be a reference, which checkov's CKV_GCP_42 never matches.
 */
export const iamLeastPrivilege: ResourceRule = {
  appliesTo: LEVELS.flatMap((level) => [`google_${level}_iam_member`, `google_${level}_iam_binding`]),
  evaluate: ({ arguments: binding }) => {
    const { role } = binding;
    if (isReference(role)) {
      return unknown("role");
    }
    const name = String(role);
    if (TOO_WIDE.has(name)) {
      return verdict([`role is "${name}" for everything below`]);
    }
    const machine = membersOf(binding).find((member) => isMachine(member));
    if (/admin$/i.test(name) && machine !== undefined) {
      return verdict([`role is "${name}" for the service account ${machine}`]);
    }
    const narrower = NARROWER.find(([roles]) => roles.test(name))?.[1];
    return verdict(
      narrower === undefined
        ? []
        : [`role is "${name}" for everything below, and not on one resource with ${narrower}`],
    );
  },
};

function membersOf(binding: Block): readonly string[] {
  const list: readonly unknown[] = Array.isArray(binding.members) ? binding.members : [binding.member];
  return list.filter((member) => typeof member === "string");
}

/** Google's own agents are granted what Google asks for. */
function isMachine(member: string): boolean {
  const isAgent = /@gcp-sa-|@container-engine-robot|@service-|google_project_service_identity/.test(member);
  return !isAgent && (member.startsWith("serviceAccount:") || member.includes("google_service_account."));
}
