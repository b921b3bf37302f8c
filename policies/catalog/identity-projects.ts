import { LEVELS } from "../levels";
import { apisEnabledFirst } from "../rules/identity/apis-enabled-first";
import { auditLogsComplete } from "../rules/identity/audit-logs-complete";
import { enabledApisAreUsed } from "../rules/identity/enabled-apis-are-used";
import { projectHardened } from "../rules/identity/project-hardened";
import { projectReadAfterApi } from "../rules/identity/project-read-after-api";
import { projectServicesStay } from "../rules/identity/project-services-stay";
import { sqlGrantsNameInstance } from "../rules/identity/sql-grants-name-instance";
import { sqlProxyMayConnect } from "../rules/identity/sql-proxy-may-connect";
import { sqlUsersMayConnect } from "../rules/identity/sql-users-may-connect";
import { type PolicyRow } from "./row";

/** Projects, their APIs and audit logs, and what the accounts of pods need in them. */
export const IDENTITY_PROJECT_ROWS: readonly PolicyRow[] = [
  {
    id: "audit-logs-complete",
    level: LEVELS.production,
    fact: "audit logs of all services have every kind of access, of everybody",
    why: "after a break-in nobody can say what was read",
    fix: "set audit_log_config for ADMIN_READ, DATA_READ and DATA_WRITE without exempted_members",
    covers: ["CKV2_GCP_5", "AVD-GCP-0079"],
    references: ["https://cloud.google.com/logging/docs/audit/configure-data-access"],
    rule: auditLogsComplete,
  },
  {
    id: "project-hardened",
    level: LEVELS.production,
    fact: "a project outlives the stack that makes it, and logs who reads data",
    why: "a destroyed project takes everything with it, and after a break-in nobody can say what was read",
    fix: "keep deletion_policy at PREVENT, and add google_project_iam_audit_config for allServices",
    covers: ["CKV2_GCP_5"],
    references: ["https://registry.terraform.io/providers/hashicorp/google/latest/docs/resources/google_project"],
    rule: projectHardened,
  },
  {
    id: "project-services-stay",
    level: LEVELS.production,
    fact: "an API stays on when the stack is destroyed",
    why: "whatever else uses it in the project stops, and some services delete what they keep",
    fix: "remove disable_on_destroy and disable_dependent_services, or set them to false",
    covers: [],
    references: [
      "https://registry.terraform.io/providers/hashicorp/google/latest/docs/resources/google_project_service",
    ],
    rule: projectServicesStay,
  },
  {
    id: "apis-enabled-first",
    level: LEVELS.recommended,
    fact: "a stack that enables its APIs enables all of them, before it uses them",
    why: "the first apply in a new project fails half-way",
    fix: "add google_project_service for the API, and depends_on to what uses it",
    covers: [],
    references: ["https://cloud.google.com/service-usage/docs/enable-disable"],
    rule: apisEnabledFirst,
  },
  {
    id: "project-read-after-api",
    level: LEVELS.recommended,
    fact: "a data source reads a project after the Resource Manager's API is on",
    why: "the first plan or apply in a new project fails",
    fix: "add the google_project_service of cloudresourcemanager.googleapis.com to depends_on",
    covers: [],
    references: ["https://cloud.google.com/resource-manager/reference/rest"],
    rule: projectReadAfterApi,
  },
  {
    id: "enabled-apis-are-used",
    level: LEVELS.recommended,
    fact: "an API that is enabled is for something in the stack",
    why: "it is one more way in, or what it was enabled for was left out",
    fix: "remove google_project_service, or add what it is for",
    covers: ["C15"],
    references: ["https://cloud.google.com/service-usage/docs/enable-disable"],
    rule: enabledApisAreUsed,
  },
  {
    id: "sql-grants-name-instance",
    level: LEVELS.recommended,
    fact: "who may connect to Cloud SQL may connect to one instance",
    why: "the role is for every instance of the project, those of other programs included",
    fix: "add a condition on resource.name with the project and the name of the instance",
    covers: [],
    references: ["https://cloud.google.com/sql/docs/postgres/iam-conditions"],
    rule: sqlGrantsNameInstance,
  },
  {
    id: "sql-users-may-connect",
    level: LEVELS.production,
    fact: "a service account that is a user of a database may connect and log in",
    why: "the program is refused at its first connection",
    fix: "grant roles/cloudsql.client and roles/cloudsql.instanceUser in the project, for the instance",
    covers: ["C12"],
    references: ["https://cloud.google.com/sql/docs/postgres/iam-logins"],
    rule: sqlUsersMayConnect,
  },
  {
    id: "sql-proxy-may-connect",
    level: LEVELS.production,
    fact: "the account of a pod with a Cloud SQL Auth Proxy may connect to its instance",
    why: "the proxy starts, and every connection through it is refused",
    fix: "grant roles/cloudsql.client to the pod's Google service account",
    covers: ["C12"],
    references: ["https://cloud.google.com/sql/docs/postgres/connect-auth-proxy"],
    rule: sqlProxyMayConnect,
  },
];
