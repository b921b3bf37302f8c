import { LEVELS } from "../levels";
import { iamBindingsTakeNothingAway } from "../rules/identity/iam-bindings-take-nothing-away";
import { iamCustomRoleNarrow } from "../rules/identity/iam-custom-role-narrow";
import { iamGroupsNotPeople } from "../rules/identity/iam-groups-not-people";
import { iamLeastPrivilege } from "../rules/identity/iam-least-privilege";
import { iamNoDefaultAccounts } from "../rules/identity/iam-no-default-accounts";
import { iamNoPersonalAccounts } from "../rules/identity/iam-no-personal-accounts";
import { iamNoPublicMembers } from "../rules/identity/iam-no-public-members";
import { iamNoWholeDomains } from "../rules/identity/iam-no-whole-domains";
import { iamPolicyNotReplaced } from "../rules/identity/iam-policy-not-replaced";
import { iamResourceNotAdministered } from "../rules/identity/iam-resource-not-administered";
import { iamWorkloadsOnlyUse } from "../rules/identity/iam-workloads-only-use";
import { identityPoolProviderNarrow } from "../rules/identity/identity-pool-provider-narrow";
import { noServiceAccountKeys } from "../rules/identity/no-service-account-keys";
import { serviceAccountUsable } from "../rules/identity/service-account-usable";
import { workloadIdentityMembers } from "../rules/identity/workload-identity-members";
import { workloadIdentityOnePod } from "../rules/identity/workload-identity-one-pod";
import { IDENTITY_MONITORING_ROWS } from "./identity-monitoring";
import { IDENTITY_PROJECT_ROWS } from "./identity-projects";
import { type PolicyRow } from "./row";

/** IAM: who may do what, as whom, and in which projects. */
export const IDENTITY_ROWS: readonly PolicyRow[] = [
  {
    id: "iam-least-privilege",
    level: LEVELS.everywhere,
    fact: "nobody holds a primitive, impersonating or administrator's role for a whole project, nor one that fits a single resource",
    why: "one account that is taken over would be the whole project",
    fix: "grant the role on the resource that needs it, or a narrower role",
    covers: [
      "CKV_GCP_41",
      "CKV_GCP_42",
      "CKV_GCP_44",
      "CKV_GCP_45",
      "CKV_GCP_49",
      "CKV_GCP_115",
      "CKV_GCP_116",
      "CKV_GCP_117",
      "AVD-GCP-0005",
      "AVD-GCP-0007",
      "AVD-GCP-0009",
      "AVD-GCP-0011",
      "seed/admin-by-reference",
      "seed/impersonation-in-policies",
    ],
    references: ["https://cloud.google.com/iam/docs/using-iam-securely"],
    rule: iamLeastPrivilege,
  },
  {
    id: "iam-no-public-members",
    level: LEVELS.everywhere,
    fact: "no role is given to allUsers or allAuthenticatedUsers",
    why: "the second includes everybody with a Google account",
    fix: "name the accounts that need access",
    covers: ["CKV_GCP_28", "CKV_GCP_99", "CKV_GCP_101", "CKV_GCP_112", "CKV_GCP_113", "CKV2_GCP_6", "CKV2_GCP_8"],
    references: ["https://cloud.google.com/iam/docs/principals-overview"],
    rule: iamNoPublicMembers,
  },
  {
    id: "iam-no-personal-accounts",
    level: LEVELS.everywhere,
    fact: "no role is given to a mailbox that no organization owns",
    why: "nobody can take the account back when the person leaves, nor make it use a second factor",
    fix: "give the role to an account or a group of the organization",
    covers: ["AVD-GCP-0069"],
    references: ["https://cloud.google.com/security/compliance/cis-benchmarks"],
    rule: iamNoPersonalAccounts,
  },
  {
    id: "iam-groups-not-people",
    level: LEVELS.recommended,
    fact: "people get rights in a whole project by a group",
    why: "rights of single people are forgotten when they change places",
    fix: "grant the role to a group and put the person in it",
    covers: ["AVD-GCP-0003"],
    references: ["https://cloud.google.com/iam/docs/groups-best-practices"],
    rule: iamGroupsNotPeople,
  },
  {
    id: "iam-no-default-accounts",
    level: LEVELS.production,
    fact: "no role is given to a default service account",
    why: "every program without an account of its own gets the role with it",
    fix: "make a service account for the program that needs the role",
    covers: ["CKV_GCP_46", "CKV_GCP_47", "CKV_GCP_48", "AVD-GCP-0004", "AVD-GCP-0006", "AVD-GCP-0008"],
    references: ["https://cloud.google.com/iam/docs/service-account-types#default"],
    rule: iamNoDefaultAccounts,
  },
  {
    id: "iam-no-whole-domains",
    level: LEVELS.production,
    fact: "no role is given to a whole domain, identity pool, project or organization",
    why: "whoever joins it tomorrow has the role",
    fix: "name a group, an attribute of the pool or an account",
    covers: [],
    references: ["https://cloud.google.com/iam/docs/principal-identifiers"],
    rule: iamNoWholeDomains,
  },
  {
    id: "iam-policy-not-replaced",
    level: LEVELS.everywhere,
    fact: "no resource owns the whole IAM policy of a project, folder or organization",
    why: "what it leaves out is revoked at once: Google's agents, other stacks, and whoever could put it right",
    fix: "use google_project_iam_member for each grant",
    covers: ["seed/impersonation-in-policies"],
    references: ["https://registry.terraform.io/providers/hashicorp/google/latest/docs/resources/google_project_iam"],
    rule: iamPolicyNotReplaced,
  },
  {
    id: "iam-bindings-take-nothing-away",
    level: LEVELS.production,
    fact: "a binding owns its role alone, and not one that Google gives its agents",
    why: "each apply takes the role from the members of the other resource, or a service of Google's stops working",
    fix: "use google_…_iam_member for each member",
    covers: [],
    references: ["https://registry.terraform.io/providers/hashicorp/google/latest/docs/resources/google_project_iam"],
    rule: iamBindingsTakeNothingAway,
  },
  {
    id: "iam-custom-role-narrow",
    level: LEVELS.everywhere,
    fact: "a role of our own acts as nobody, hands out no access and has no wildcard",
    why: "its holder can give itself everything else",
    fix: "list the permissions that are needed, and grant the rest on single resources",
    covers: [],
    references: ["https://cloud.google.com/iam/docs/best-practices-service-accounts"],
    rule: iamCustomRoleNarrow,
  },
  {
    id: "iam-resource-not-administered",
    level: LEVELS.production,
    fact: "no program and no agent of Google's administers a resource that it uses",
    why: "whoever takes it over hands out access to the resource, or deletes it",
    fix: "grant the role for using it, such as secretAccessor, publisher or objectUser",
    covers: [],
    references: ["https://cloud.google.com/iam/docs/roles-permissions"],
    rule: iamResourceNotAdministered,
  },
  {
    id: "iam-workloads-only-use",
    level: LEVELS.production,
    fact: "accounts of pods and nodes look at things and use them, and change nothing in their project",
    why: "a hole in one program would change what all the others run on",
    fix: "grant a role for reading or using, or on one resource",
    covers: ["seed/admin-by-reference"],
    references: ["https://cloud.google.com/kubernetes-engine/docs/how-to/hardening-your-cluster"],
    rule: iamWorkloadsOnlyUse,
  },
  {
    id: "workload-identity-members",
    level: LEVELS.everywhere,
    fact: "a Google service account is lent to single Kubernetes service accounts, by roles/iam.workloadIdentityUser",
    why: "any pod of the namespace, the cluster or a foreign cluster would act as the account",
    fix: "write the member as serviceAccount:<pool>[<namespace>/<name>] for one account",
    covers: ["C3", "seed/impersonation-in-policies"],
    references: ["https://cloud.google.com/kubernetes-engine/docs/how-to/workload-identity"],
    rule: workloadIdentityMembers,
  },
  {
    id: "workload-identity-one-pod",
    level: LEVELS.production,
    fact: "a Google service account is lent to one Kubernetes service account",
    why: "programs that share an account have each other's rights, and no log tells them apart",
    fix: "make a Google service account for each Kubernetes one",
    covers: ["C1", "C31", "C3"],
    references: ["https://cloud.google.com/kubernetes-engine/docs/concepts/workload-identity"],
    rule: workloadIdentityOnePod,
  },
  {
    id: "service-account-usable",
    level: LEVELS.production,
    fact: "a service account is switched on, and is made by the stack",
    why: "programs of a disabled account are refused everything, and an adopted one may have rights and keys of before",
    fix: "remove disabled, and choose an account_id that is free",
    covers: [],
    references: [
      "https://registry.terraform.io/providers/hashicorp/google/latest/docs/resources/google_service_account",
    ],
    rule: serviceAccountUsable,
  },
  {
    id: "no-service-account-keys",
    level: LEVELS.everywhere,
    fact: "service accounts have no keys",
    why: "a key never expires, works from anywhere, and lies in the Terraform state",
    fix: "use Workload Identity, or Workload Identity Federation for what runs outside Google Cloud",
    covers: ["CKV2_GCP_3", "seed/generated-keys"],
    references: ["https://cloud.google.com/iam/docs/best-practices-for-managing-service-account-keys"],
    rule: noServiceAccountKeys,
  },
  {
    id: "identity-pool-provider-narrow",
    level: LEVELS.everywhere,
    fact: "a provider of an identity pool lets in the pipelines that its condition names",
    why: "anybody with an account at the same issuer, such as GitHub, could deploy",
    fix: "set attribute_condition to the repository's or owner's id",
    covers: ["CKV_GCP_118", "CKV_GCP_125", "AVD-GCP-0068"],
    references: ["https://cloud.google.com/iam/docs/best-practices-for-using-workload-identity-federation"],
    rule: identityPoolProviderNarrow,
  },
  ...IDENTITY_PROJECT_ROWS,
  ...IDENTITY_MONITORING_ROWS,
];
