import { LEVELS } from "../levels";
import { iamLeastPrivilege } from "../rules/identity/iam-least-privilege";
import { iamNoPublicMembers } from "../rules/identity/iam-no-public-members";
import { noServiceAccountKeys } from "../rules/identity/no-service-account-keys";
import { type PolicyRow } from "./row";

/** IAM, projects, and what watches them: logging, monitoring, Pub/Sub. */
export const IDENTITY_ROWS: readonly PolicyRow[] = [
  {
    id: "iam-least-privilege",
    level: LEVELS.everywhere,
    fact: "nobody holds a primitive, impersonating or administrator's role for a whole project, nor one that fits a single resource",
    why: "one account that is taken over would be the whole project",
    fix: "grant the role on the resource that needs it, or a narrower role",
    covers: ["CKV_GCP_41", "CKV_GCP_42", "CKV_GCP_49", "CKV_GCP_117", "AVD-GCP-0007", "AVD-GCP-0011"],
    references: ["https://cloud.google.com/iam/docs/using-iam-securely"],
    rule: iamLeastPrivilege,
  },
  {
    id: "iam-no-public-members",
    level: LEVELS.everywhere,
    fact: "no role is given to allUsers or allAuthenticatedUsers",
    why: "the second includes everybody with a Google account",
    fix: "name the accounts that need access",
    covers: ["CKV_GCP_28", "CKV_GCP_101", "CKV_GCP_112"],
    references: ["https://cloud.google.com/iam/docs/principals-overview"],
    rule: iamNoPublicMembers,
  },
  {
    id: "no-service-account-keys",
    level: LEVELS.everywhere,
    fact: "service accounts have no keys",
    why: "a key never expires, works from anywhere, and lies in the Terraform state",
    fix: "use Workload Identity, or Workload Identity Federation for what runs outside Google Cloud",
    covers: ["CKV2_GCP_3"],
    references: ["https://cloud.google.com/iam/docs/best-practices-for-managing-service-account-keys"],
    rule: noServiceAccountKeys,
  },
];
