import { isList, isObject, text, type ObjectValue } from "../../plugin/values";
import { type Kind, type Kinds } from "../kind";
import { fill } from "../template";

const account = "projects/{project}/serviceAccounts/{account_id}@{project}.iam.gserviceaccount.com";
const email = "{account_id}@{project}.iam.gserviceaccount.com";

/**
 * A deleted Workload Identity Federation pool or provider keeps its name this long.
 * https://cloud.google.com/iam/docs/manage-workload-identity-pools-providers
 */
export const IDENTITY_POOL_NAME_DAYS = 30;

/** What a role is bound on, per type; the member's id is that, the role and the member. */
const BOUND_ON: Readonly<Record<string, string>> = {
  google_project: "{project|last}",
  google_service_account: "{service_account_id}",
  google_secret_manager_secret: "projects/{project}/secrets/{secret_id|last}",
  google_artifact_registry_repository: "projects/{project}/locations/{location}/repositories/{repository|last}",
  google_kms_crypto_key: "{crypto_key_id}",
  google_kms_key_ring: "{key_ring_id}",
  google_storage_bucket: "b/{bucket}",
  google_pubsub_topic: "projects/{project}/topics/{topic|last}",
  google_pubsub_subscription: "{project}/{subscription|last}",
  google_billing_account: "{billing_account_id}",
  google_folder: "{folder}",
  google_organization: "{org_id}",
  google_compute_subnetwork: "projects/{project}/regions/{region}/subnetworks/{subnetwork|last}",
  google_gke_backup_backup_plan: "projects/{project}/locations/{location}/backupPlans/{name}",
};

/** The kind of an IAM type (`…_iam_member`, `_binding`, `_policy`, `_audit_config`), or undefined for every other type. */
export function iamKind(type: string, attributes: readonly string[]): Kind | undefined {
  const match = /^(.*)_iam_(member|binding|policy|audit_config)$/.exec(type);
  if (match === null) return undefined;
  const [, target = "", form = ""] = match;
  const own = new Set(["id", "etag", "role", "member", "members", "policy_data", "service", "condition"]);
  const base =
    BOUND_ON[target] ??
    attributes
      .filter((name) => !own.has(name))
      .map((name) => `{${name}|last}`)
      .join("/");
  const suffix =
    { member: "/{role}/{member}", binding: "/{role}", policy: "", audit_config: "/audit_config/{service}" }[form] ?? "";
  return {
    id: (object) => `${fill(base + suffix, object)}${conditionTitle(object)}`,
    computed: { etag: ({ digest }) => Buffer.from(digest("etag", 12), "hex").toString("base64") },
    idempotent: true,
    forceNew:
      form === "member"
        ? "*"
        : attributes.filter((name) => !["members", "policy_data", "audit_log_config", "etag", "id"].includes(name)),
  };
}

function conditionTitle(object: ObjectValue): string {
  const conditions = object["condition"];
  const first = isList(conditions) ? conditions[0] : undefined;
  return isObject(first) ? `/${text(first, "title") ?? ""}` : "";
}

/** Identity and Access Management, Service Usage, Resource Manager. */
export const iam: Kinds = {
  google_service_account: {
    id: account,
    computed: {
      email,
      name: account,
      member: `serviceAccount:${email}`,
      unique_id: ({ digits }) => digits("unique", 21),
    },
    defaults: { disabled: false },
    forceNew: ["account_id", "project"],
  },
  google_service_account_key: {
    id: `{service_account_id}/keys/{#}`,
    forceNew: "*",
  },
  google_project_service: {
    id: "{project}/{service}",
    idempotent: true,
    forceNew: ["project", "service"],
    defaults: { disable_on_destroy: true },
  },
  google_project_service_identity: {
    id: "projects/{project}/services/{service}",
    idempotent: true,
    computed: {
      email: ({ object, projectNumber }) => agentEmail(text(object, "service") ?? "", projectNumber()),
      member: "serviceAccount:{email}",
    },
    forceNew: "*",
  },
  google_project_default_service_accounts: { id: "projects/{project}", idempotent: true, forceNew: ["project"] },
  google_project_iam_custom_role: {
    id: "projects/{project}/roles/{role_id}",
    computed: { name: "projects/{project}/roles/{role_id}", deleted: false },
    defaults: { stage: "GA" },
    forceNew: ["role_id", "project"],
  },
  google_iam_workload_identity_pool: {
    id: "projects/{project}/locations/global/workloadIdentityPools/{workload_identity_pool_id}",
    tombstoneDays: IDENTITY_POOL_NAME_DAYS,
    computed: {
      name: ({ object, projectNumber }) =>
        `projects/${projectNumber()}/locations/global/workloadIdentityPools/${text(object, "workload_identity_pool_id") ?? ""}`,
    },
    forceNew: ["workload_identity_pool_id", "project"],
  },
  google_iam_workload_identity_pool_provider: {
    id: "projects/{project}/locations/global/workloadIdentityPools/{workload_identity_pool_id}/providers/{workload_identity_pool_provider_id}",
    tombstoneDays: IDENTITY_POOL_NAME_DAYS,
    forceNew: ["workload_identity_pool_id", "workload_identity_pool_provider_id", "project"],
  },
};

/**
 * The service agents whose domain is not simply `gcp-sa-<service>`.
 * https://cloud.google.com/iam/docs/service-agents
 */
const AGENT_DOMAINS: Readonly<Record<string, string>> = {
  "sqladmin.googleapis.com": "gcp-sa-cloud-sql",
  "container.googleapis.com": "container-engine-robot",
  "compute.googleapis.com": "compute-system",
  "secretmanager.googleapis.com": "gcp-sa-secretmanager",
  "artifactregistry.googleapis.com": "gcp-sa-artifactregistry",
  "pubsub.googleapis.com": "gcp-sa-pubsub",
  "gkebackup.googleapis.com": "gcp-sa-gkebackup",
  "storage.googleapis.com": "gs-project-accounts",
  "servicenetworking.googleapis.com": "service-networking",
  "logging.googleapis.com": "gcp-sa-logging",
  "monitoring.googleapis.com": "gcp-sa-monitoring-notification",
  "cloudkms.googleapis.com": "gcp-sa-cloudkms",
  "redis.googleapis.com": "cloud-redis",
  "memorystore.googleapis.com": "gcp-sa-memorystore",
  "certificatemanager.googleapis.com": "gcp-sa-certificatemanager",
  "binaryauthorization.googleapis.com": "gcp-sa-binaryauthorization",
};

/** The account a Google service acts as in a project. */
export function agentEmail(service: string, projectNumber: string): string {
  const domain = AGENT_DOMAINS[service] ?? `gcp-sa-${service.split(".")[0] ?? ""}`;
  return `service-${projectNumber}@${domain}.iam.gserviceaccount.com`;
}

/**
 * Agents that are there as soon as their API is enabled, or that something else than `google_project_service_identity` brings.
 * https://cloud.google.com/compute/docs/disks/customer-managed-encryption#before_you_begin,
 * https://cloud.google.com/storage/docs/getting-service-agent
 */
const COME_BY_THEMSELVES: ReadonlySet<string> = new Set(["compute.googleapis.com", "storage.googleapis.com"]);

/** The service whose agents have that domain, when somebody has to ask for them. */
export function agentService(domain: string): string | undefined {
  const found = Object.entries(AGENT_DOMAINS).find(([, own]) => own === domain)?.[0];
  return found === undefined || COME_BY_THEMSELVES.has(found) ? undefined : found;
}
