/** An API and the title its errors use. */
export interface Api {
  readonly name: string;
  readonly title: string;
}

/** Which API serves the types with that beginning; the longest one counts. */
const BY_PREFIX: Readonly<Record<string, Api>> = {
  google_compute_: { name: "compute.googleapis.com", title: "Compute Engine API" },
  google_container_: { name: "container.googleapis.com", title: "Kubernetes Engine API" },
  google_sql_: { name: "sqladmin.googleapis.com", title: "Cloud SQL Admin API" },
  google_secret_manager_: { name: "secretmanager.googleapis.com", title: "Secret Manager API" },
  google_kms_: { name: "cloudkms.googleapis.com", title: "Cloud Key Management Service (KMS) API" },
  google_artifact_registry_: { name: "artifactregistry.googleapis.com", title: "Artifact Registry API" },
  google_service_account: { name: "iam.googleapis.com", title: "Identity and Access Management (IAM) API" },
  google_iam_workload_identity_: { name: "iam.googleapis.com", title: "Identity and Access Management (IAM) API" },
  google_project_iam_: { name: "cloudresourcemanager.googleapis.com", title: "Cloud Resource Manager API" },
  google_project_iam_custom_role: { name: "iam.googleapis.com", title: "Identity and Access Management (IAM) API" },
  google_service_networking_: { name: "servicenetworking.googleapis.com", title: "Service Networking API" },
  google_dns_: { name: "dns.googleapis.com", title: "Cloud DNS API" },
  google_pubsub_: { name: "pubsub.googleapis.com", title: "Cloud Pub/Sub API" },
  google_certificate_manager_: { name: "certificatemanager.googleapis.com", title: "Certificate Manager API" },
  google_gke_backup_: { name: "gkebackup.googleapis.com", title: "Backup for GKE API" },
  google_gke_hub_: { name: "gkehub.googleapis.com", title: "GKE Hub API" },
  google_binary_authorization_: { name: "binaryauthorization.googleapis.com", title: "Binary Authorization API" },
  google_redis_: { name: "redis.googleapis.com", title: "Google Cloud Memorystore for Redis API" },
  google_memorystore_: { name: "memorystore.googleapis.com", title: "Memorystore API" },
  google_cloudbuild_: { name: "cloudbuild.googleapis.com", title: "Cloud Build API" },
  google_clouddeploy_: { name: "clouddeploy.googleapis.com", title: "Cloud Deploy API" },
  google_monitoring_: { name: "monitoring.googleapis.com", title: "Cloud Monitoring API" },
  google_logging_: { name: "logging.googleapis.com", title: "Cloud Logging API" },
  google_storage_: { name: "storage.googleapis.com", title: "Cloud Storage API" },
  google_billing_budget: { name: "billingbudgets.googleapis.com", title: "Cloud Billing Budget API" },
  google_bigquery_: { name: "bigquery.googleapis.com", title: "BigQuery API" },
};

/**
 * What a new project has without asking.
 * https://cloud.google.com/service-usage/docs/enabled-service#default
 */
export const DEFAULT_APIS: ReadonlySet<string> = new Set([
  "bigquery.googleapis.com",
  "bigquerymigration.googleapis.com",
  "bigquerystorage.googleapis.com",
  "cloudapis.googleapis.com",
  "cloudtrace.googleapis.com",
  "datastore.googleapis.com",
  "logging.googleapis.com",
  "monitoring.googleapis.com",
  "servicemanagement.googleapis.com",
  "serviceusage.googleapis.com",
  "sql-component.googleapis.com",
  "storage-api.googleapis.com",
  "storage-component.googleapis.com",
  "storage.googleapis.com",
]);

/** Set to `none`, projects are as automation makes them. */
export const DEFAULT_APIS_VARIABLE = "CLISCALE_SANDBOX_DEFAULT_APIS";

/**
 * What a project has without asking: the default ones where somebody made it in the console or with gcloud, and none where an API call
 * did, as Terraform's `google_project`. https://cloud.google.com/service-usage/docs/enabled-service#default
 */
export function hasByDefault(api: string, env: NodeJS.ProcessEnv = process.env): boolean {
  return env[DEFAULT_APIS_VARIABLE] !== "none" && DEFAULT_APIS.has(api);
}

/** The API that serves a type; undefined where we don't know it or where it is always on. */
export function apiOf(type: string): Api | undefined {
  const prefix = Object.keys(BY_PREFIX)
    .filter((candidate) => type.startsWith(candidate))
    .sort((left, right) => right.length - left.length)[0];
  return prefix === undefined ? undefined : BY_PREFIX[prefix];
}
