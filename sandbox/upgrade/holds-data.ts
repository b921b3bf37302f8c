/** Why a type can't be made again without a loss. */
export interface HeldData {
  /** What is lost, as one sentence. */
  readonly why: string;
  readonly source?: string;
  /** An argument with which Terraform's destroy leaves the object or its content in place, and the values that say so. */
  readonly leftBy?: { readonly argument: string; readonly values: readonly string[] };
}

const ABANDON = { argument: "deletion_policy", values: ["ABANDON"] };
const FIXED_VALUE =
  "Its value is in the state only: made again, it has another one, and whoever has the old one is locked out.";
const MEMBERS_BY_ID =
  "IAM knows it by a number: made again under the same name it is somebody else, and grants to the old one do not count.";
const CLAIM = "The volume goes with its claim, unless the storage class retains it.";

/**
 * Types of resources that hold data, or an identity that nobody can give again. What is in neither this table nor that of types that are
 * made again without a loss counts as holding data, too: somebody has to say that it does not.
 */
export const HOLDS_DATA: Readonly<Record<string, HeldData>> = {
  google_sql_database_instance: {
    why: "Every row goes with the instance, and so do its backups, unless they were set to be retained.",
    source: "https://cloud.google.com/sql/docs/postgres/delete-instance",
  },
  google_sql_database: {
    why: "Every table in it goes with it.",
    source: "https://cloud.google.com/sql/docs/postgres/create-manage-databases#delete",
    leftBy: ABANDON,
  },
  google_sql_user: {
    why: "Ownership and grants inside PostgreSQL belong to the role and go with it; a role that owns tables is not even deleted.",
    source: "https://www.postgresql.org/docs/current/role-removal.html",
    leftBy: ABANDON,
  },
  google_kms_key_ring: {
    why: "A key ring can't be deleted, so its name stays taken, and whatever its keys encrypted names the old one.",
    source: "https://cloud.google.com/kms/docs/object-hierarchy#lifetime",
  },
  google_kms_crypto_key: {
    why: "Terraform destroys every version of the key, and nobody reads again what they encrypted.",
    source: "https://cloud.google.com/kms/docs/destroy-restore",
  },
  google_secret_manager_secret: {
    why: "Every version goes with the secret, at once and for ever.",
    source: "https://cloud.google.com/secret-manager/docs/delete-secret",
  },
  google_secret_manager_secret_version: {
    why: "The value of this version is gone, and what mounts it by its number does not start.",
    source: "https://cloud.google.com/secret-manager/docs/destroy-secret-version",
    leftBy: { argument: "deletion_policy", values: ["ABANDON", "DISABLE"] },
  },
  google_storage_bucket: {
    why: "Every object goes with the bucket; with objects in it and without force_destroy the apply stops halfway.",
    source: "https://cloud.google.com/storage/docs/deleting-buckets",
  },
  google_container_cluster: {
    why: "Every Kubernetes object goes with the cluster, also those that no stack knows, and every session in it ends.",
    source: "https://cloud.google.com/kubernetes-engine/docs/how-to/deleting-a-cluster",
  },
  google_artifact_registry_repository: {
    why: "Every image goes with the repository, and pods that start later find none.",
    source: "https://cloud.google.com/artifact-registry/docs/repositories/delete-repo",
  },
  google_gke_backup_backup_plan: {
    why: "Backups belong to their plan; as long as it has some, the API refuses to delete it.",
    source: "https://cloud.google.com/kubernetes-engine/docs/add-on/backup-for-gke/how-to/backup-plan",
  },
  google_pubsub_topic: {
    why: "Subscriptions stay with the deleted topic and get nothing from a new one of the same name, also those of others.",
    source: "https://cloud.google.com/pubsub/docs/reference/rest/v1/projects.topics/delete",
  },
  google_pubsub_subscription: {
    why: "Messages that nobody acknowledged yet go with it.",
    source: "https://cloud.google.com/pubsub/docs/reference/rest/v1/projects.subscriptions/delete",
  },
  google_compute_address: {
    why: "A new one is another address, and others have the old one in their allowlists and records.",
    source: "https://cloud.google.com/vpc/docs/reserve-static-external-ip-address",
  },
  google_compute_global_address: {
    why: "A new one is another address; DNS records of others point to the old one, or networks are peered by its range.",
    source: "https://cloud.google.com/vpc/docs/reserve-static-external-ip-address",
  },
  google_dns_managed_zone: {
    why: "A new zone may have other name servers, so the delegation above it leads nowhere; records of others go with it.",
    source: "https://cloud.google.com/dns/docs/update-name-servers",
  },
  google_service_account: {
    why: MEMBERS_BY_ID,
    source: "https://cloud.google.com/iam/docs/service-accounts-delete-undelete",
  },
  google_service_account_key: { why: FIXED_VALUE },
  google_iam_workload_identity_pool: {
    why: "Its name stays taken for 30 days, and every grant to identities from it counts for nothing.",
    source: "https://cloud.google.com/iam/docs/manage-workload-identity-pools-providers",
  },
  kubernetes_namespace: { why: "Everything in the namespace goes with it, also what no stack knows." },
  kubernetes_namespace_v1: {
    why: "Everything in the namespace goes with it, also what no stack knows.",
    source: "https://kubernetes.io/docs/tasks/administer-cluster/namespaces/",
  },
  kubernetes_persistent_volume_claim: { why: CLAIM },
  kubernetes_persistent_volume_claim_v1: {
    why: CLAIM,
    source: "https://kubernetes.io/docs/concepts/storage/persistent-volumes/#reclaiming",
  },
  kubernetes_secret: {
    why: "What the cluster or a controller wrote into it, such as a token, is not in any configuration.",
  },
  kubernetes_secret_v1: {
    why: "What the cluster or a controller wrote into it, such as a token, is not in any configuration.",
  },
  helm_release: {
    // a plan doesn't tell what is in a chart, and a release hardly ever has to be made again
    why: "Uninstalling deletes whatever the chart made, volume claims included, and ends every session until the new release is ready.",
    source: "https://helm.sh/docs/helm/helm_uninstall/",
  },
  random_password: { why: FIXED_VALUE },
  random_id: { why: FIXED_VALUE },
  random_string: { why: FIXED_VALUE },
  random_uuid: { why: FIXED_VALUE },
  tls_private_key: { why: FIXED_VALUE },
};
