import { type PublicCheck } from "./check";

/** Checks of checkov 3.3.13 about IAM, projects, audit logs, identity pools, Pub/Sub and log sinks: https://www.checkov.io/5.Policy%20Index/terraform.html */
export const CHECKOV_IDENTITY: readonly PublicCheck[] = [
  { id: "CKV_GCP_41", demands: "nobody has serviceAccountUser or serviceAccountTokenCreator for a whole project" },
  { id: "CKV_GCP_42", demands: "no service account has an administrator's role for a whole project" },
  { id: "CKV_GCP_44", demands: "nobody may act as the service accounts of a folder" },
  { id: "CKV_GCP_45", demands: "nobody may act as the service accounts of an organization" },
  { id: "CKV_GCP_46", demands: "no default service account has a role in a project" },
  { id: "CKV_GCP_47", demands: "no default service account has a role in an organization" },
  { id: "CKV_GCP_48", demands: "no default service account has a role in a folder" },
  { id: "CKV_GCP_49", demands: "nobody may act as the service accounts of a project" },
  { id: "CKV_GCP_83", demands: "topics are encrypted with a key of the project" },
  { id: "CKV_GCP_99", demands: "topics are not public" },
  { id: "CKV_GCP_113", demands: "no IAM document has public members" },
  { id: "CKV_GCP_115", demands: "nobody has a primitive role in an organization" },
  { id: "CKV_GCP_116", demands: "nobody has a primitive role in a folder" },
  { id: "CKV_GCP_117", demands: "nobody has a primitive role in a project" },
  { id: "CKV_GCP_118", demands: "providers of identity pools have a condition" },
  { id: "CKV_GCP_125", demands: "the condition for GitHub names a repository and no claim that others can set" },
  { id: "CKV2_GCP_3", demands: "service accounts have no uploaded keys" },
  { id: "CKV2_GCP_5", demands: "a project has audit logs of all services, of everybody" },
];
