import { isReference, type Block } from "../rendered-stack";
import { unknown, verdict, type PolicyRule } from "../rule";

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

const LEVELS = ["project", "folder", "organization"];

/**
 * Nobody holds a primitive or impersonating role for a whole project, and no service account an administrator's. The
 * member may be a reference, which checkov's CKV_GCP_42 never matches.
 */
export const iamLeastPrivilege: PolicyRule = {
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
    return verdict(
      /admin$/i.test(name) && machine !== undefined ? [`role is "${name}" for the service account ${machine}`] : [],
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
