import { type PublicCheck } from "./check";

/** IAM checks of trivy-checks: https://avd.aquasec.com/misconfig/google/iam */
export const TRIVY_IDENTITY: readonly PublicCheck[] = [
  { id: "AVD-GCP-0003", demands: "roles are not given to single people" },
  { id: "AVD-GCP-0004", demands: "no default service account has a role in a folder" },
  { id: "AVD-GCP-0005", demands: "nobody may act as the service accounts of a folder" },
  { id: "AVD-GCP-0006", demands: "no default service account has a role in a project" },
  { id: "AVD-GCP-0007", demands: "no service account is owner, editor or administrator" },
  { id: "AVD-GCP-0008", demands: "no default service account has a role in an organization" },
  { id: "AVD-GCP-0009", demands: "nobody may act as the service accounts of an organization" },
  { id: "AVD-GCP-0010", demands: "a project has no default network" },
  { id: "AVD-GCP-0011", demands: "nobody may act as the service accounts of a project" },
  { id: "AVD-GCP-0068", demands: "providers of identity pools have a condition" },
  { id: "AVD-GCP-0069", demands: "members are no private mailboxes" },
  { id: "AVD-GCP-0079", demands: "audit logs of all services have administration, reading and writing" },
];
