/** An argument by which a service is told to encrypt with a key of Cloud KMS. */
export interface KeyUser {
  /** Path of the argument, without list positions. */
  readonly path: string;
  /** The API whose service agent encrypts. */
  readonly service: string;
}

const disks = "compute.googleapis.com";

/** https://cloud.google.com/kms/docs/compatible-services, the agents: https://cloud.google.com/iam/docs/service-agents */
export const KEY_USERS: Readonly<Record<string, readonly KeyUser[]>> = {
  google_artifact_registry_repository: [{ path: "kms_key_name", service: "artifactregistry.googleapis.com" }],
  google_compute_disk: [{ path: "disk_encryption_key.kms_key_self_link", service: disks }],
  google_compute_instance: [{ path: "boot_disk.kms_key_self_link", service: disks }],
  google_container_cluster: [
    { path: "database_encryption.key_name", service: "container.googleapis.com" },
    { path: "cluster_autoscaling.auto_provisioning_defaults.boot_disk_kms_key", service: disks },
    { path: "node_config.boot_disk_kms_key", service: disks },
  ],
  google_container_node_pool: [{ path: "node_config.boot_disk_kms_key", service: disks }],
  google_gke_backup_backup_plan: [
    { path: "backup_config.encryption_key.gcp_kms_encryption_key", service: "gkebackup.googleapis.com" },
  ],
  google_pubsub_topic: [{ path: "kms_key_name", service: "pubsub.googleapis.com" }],
  google_redis_instance: [{ path: "customer_managed_key", service: "redis.googleapis.com" }],
  google_secret_manager_secret: [
    { path: "replication.auto.customer_managed_encryption.kms_key_name", service: "secretmanager.googleapis.com" },
    {
      path: "replication.user_managed.replicas.customer_managed_encryption.kms_key_name",
      service: "secretmanager.googleapis.com",
    },
  ],
  google_sql_database_instance: [{ path: "encryption_key_name", service: "sqladmin.googleapis.com" }],
  google_storage_bucket: [{ path: "encryption.default_kms_key_name", service: "storage.googleapis.com" }],
};

/** Services with words of their own; the others repeat Cloud KMS. */
export const KEY_REFUSALS: Readonly<Record<string, string>> = {
  // https://github.com/hashicorp/terraform-provider-google/issues/11913
  "artifactregistry.googleapis.com":
    "Error waiting to create Repository: Error waiting for Creating Repository: Error code 7, message: Permission denied on Cloud KMS " +
    "key. Please ensure your Artifact Registry service account has been authorized to use the configured key.",
  // https://github.com/GoogleCloudPlatform/magic-modules/pull/3747
  "storage.googleapis.com":
    "googleapi: Error 403: Permission denied on Cloud KMS key. Please ensure that your Cloud Storage service account has been " +
    "authorized to use this key., forbidden",
};
