import { valueAt, type Block } from "../../rendered/rendered-stack";
import { SQL_PATHS } from "./data-sql";
import { add, butSame, dropEach, harmless, hurts, onlyWhen, remove, set, type PathTable } from "./path-table";

const PLACE = "an address: with another one, Terraform makes another resource, and refuses to destroy this one";
const MAY_BE_DESTROYED = "an environment that may be destroyed has it off";
const isOn =
  (path: string) =>
  (block: Block): boolean =>
    valueAt(block, path) === true;

const preventDestroy = onlyWhen(hurts(remove, set(false)), isOn("lifecycle.prevent_destroy"), MAY_BE_DESTROYED);

/** Members that are more than the one that is meant. */
const WIDER = [
  set("allUsers"),
  set("allAuthenticatedUsers"),
  set("domain:example.net"),
  set("group:everybody@cliscale.dev"),
  set("user:somebody@gmail.com"),
];

/** What Cloud SQL, Cloud KMS, Secret Manager and Artifact Registry render. */
export const DATA_PATHS: PathTable = {
  ...SQL_PATHS,
  google_artifact_registry_repository: {
    "": hurts(remove),
    cleanup_policies: hurts(
      remove,
      dropEach,
      add({ id: "all", action: "DELETE", condition: { tag_state: "ANY", older_than: "86400s" } }),
      add({ id: "tagged", action: "DELETE", condition: { tag_state: "TAGGED", older_than: "2592000s" } }),
      add({ id: "everything", action: "DELETE" }),
    ),
    "cleanup_policies[].action": hurts(remove, set("DELETE"), set("KEEP")),
    "cleanup_policies[].condition": hurts(remove),
    "cleanup_policies[].condition.older_than": hurts(remove, set("0s"), set("60s")),
    "cleanup_policies[].condition.tag_state": hurts(remove, set("ANY"), set("TAGGED")),
    "cleanup_policies[].id": harmless("a name that only people read"),
    "cleanup_policies[].most_recent_versions": hurts(remove),
    "cleanup_policies[].most_recent_versions.keep_count": hurts(remove, set(0), set(1)),
    cleanup_policy_dry_run: butSame(hurts(set(true)), remove, "off is the default"),
    depends_on: hurts(remove, dropEach),
    description: harmless("a text for people"),
    docker_config: hurts(remove),
    "docker_config.immutable_tags": hurts(remove, set(false)),
    format: hurts(set("GENERIC"), set("NPM")),
    kms_key_name: hurts(remove, set(""), set("projects/p/locations/us-east1/keyRings/r/cryptoKeys/k")),
    lifecycle: preventDestroy,
    "lifecycle.prevent_destroy": preventDestroy,
    location: hurts(remove, set("us-east1"), set("us")),
    mode: butSame(
      hurts(set("REMOTE_REPOSITORY"), set("VIRTUAL_REPOSITORY")),
      remove,
      "STANDARD_REPOSITORY is the default",
    ),
    project: harmless(PLACE),
    repository_id: harmless(PLACE),
    "vulnerability_scanning_config.enablement_config": butSame(
      hurts(set("DISABLED")),
      remove,
      "INHERITED is the default",
    ),
    vulnerability_scanning_config: butSame(hurts(), remove, "INHERITED is the default"),
  },
  google_artifact_registry_repository_iam_member: {
    "": hurts(remove),
    location: hurts(remove, set("us-east1")),
    member: hurts(...WIDER),
    project: harmless("the repository is named by reference; in another project there is none of its name"),
    repository: hurts(remove, set("other")),
    role: hurts(
      set("roles/artifactregistry.writer"),
      set("roles/artifactregistry.repoAdmin"),
      set("roles/artifactregistry.admin"),
      set("roles/owner"),
    ),
  },
  google_kms_crypto_key: {
    "": hurts(remove, add({ skip_initial_version_creation: true })),
    destroy_scheduled_duration: butSame(hurts(set("86400s"), set("604800s")), remove, "30 days is the default"),
    key_ring: hurts(remove, set("projects/p/locations/us-east1/keyRings/r")),
    lifecycle: preventDestroy,
    "lifecycle.prevent_destroy": preventDestroy,
    name: harmless(PLACE),
    purpose: butSame(
      hurts(set("ASYMMETRIC_DECRYPT"), set("ASYMMETRIC_SIGN"), set("MAC"), set("RAW_ENCRYPT_DECRYPT")),
      remove,
      "ENCRYPT_DECRYPT is the default",
    ),
    rotation_period: hurts(remove, set("7776001s"), set("31536000s"), set("")),
    version_template: butSame(hurts(), remove, "both arguments have their defaults"),
    "version_template.algorithm": hurts(
      remove,
      set("EXTERNAL_SYMMETRIC_ENCRYPTION"),
      set("RSA_DECRYPT_OAEP_2048_SHA1"),
    ),
    "version_template.protection_level": butSame(
      hurts(set("EXTERNAL"), set("EXTERNAL_VPC"), set("PROTECTION_LEVEL_UNSPECIFIED")),
      remove,
      "SOFTWARE is the default",
    ),
  },
  google_kms_crypto_key_iam_member: {
    "": hurts(remove),
    crypto_key_id: hurts(remove, set("projects/p/locations/l/keyRings/r/cryptoKeys/k")),
    member: hurts(...WIDER),
    role: hurts(
      set("roles/cloudkms.admin"),
      set("roles/owner"),
      set("roles/cloudkms.cryptoKeyDecrypter"),
      set("roles/cloudkms.cryptoKeyEncrypter"),
      set("roles/cloudkms.viewer"),
    ),
  },
  google_kms_key_ring: {
    "": hurts(remove),
    depends_on: hurts(remove, dropEach),
    lifecycle: preventDestroy,
    "lifecycle.prevent_destroy": preventDestroy,
    location: hurts(remove, set("global"), set("us-east1"), set("europe")),
    name: harmless(PLACE),
    project: harmless(PLACE),
  },
  google_secret_manager_secret: {
    "": hurts(remove, add({ ttl: "86400s" }), add({ expire_time: "2027-01-01T00:00:00Z" })),
    deletion_protection: onlyWhen(hurts(remove, set(false)), isOn("deletion_protection"), MAY_BE_DESTROYED),
    depends_on: hurts(remove, dropEach),
    "lifecycle.ignore_changes": hurts(
      remove,
      dropEach,
      set("all"),
      add("deletion_protection"),
      add("topics"),
      add("rotation"),
      add("version_destroy_ttl"),
    ),
    "lifecycle.prevent_destroy": preventDestroy,
    lifecycle: onlyWhen(
      hurts(remove),
      (block) =>
        valueAt(block, "lifecycle.prevent_destroy") === true || Object.hasOwn(block.lifecycle ?? {}, "ignore_changes"),
      "an environment that may be destroyed has nothing else in it",
    ),
    project: harmless(PLACE),
    replication: hurts(remove, set({ auto: {} }), set({ auto: { customer_managed_encryption: {} } })),
    "replication.user_managed.replicas": hurts(remove, dropEach, add({ location: "us-east1" })),
    "replication.user_managed.replicas[].customer_managed_encryption": hurts(remove),
    "replication.user_managed.replicas[].customer_managed_encryption.kms_key_name": hurts(
      remove,
      set(""),
      set("projects/p/locations/us-east1/keyRings/r/cryptoKeys/k"),
    ),
    "replication.user_managed.replicas[].location": hurts(remove, set("us-east1")),
    rotation: hurts(remove),
    "rotation.next_rotation_time": hurts(remove),
    "rotation.rotation_period": hurts(remove, set("7776001s"), set("315360000s")),
    secret_id: harmless(PLACE),
    topics: hurts(remove, dropEach),
    "topics[].name": hurts(remove, set("")),
    version_destroy_ttl: hurts(remove, set("86400s"), set("0s")),
  },
  google_secret_manager_secret_iam_member: {
    "": hurts(remove),
    member: hurts(
      ...WIDER,
      set("principalSet://iam.googleapis.com/projects/1/locations/global/workloadIdentityPools/p/*"),
    ),
    role: hurts(
      set("roles/secretmanager.admin"),
      set("roles/owner"),
      set("roles/editor"),
      set("roles/secretmanager.viewer"),
    ),
    secret_id: hurts(remove, set("projects/p/secrets/other")),
  },
  google_secret_manager_secret_version: {
    "": hurts(remove, add({ secret_data: "hunter2" })),
    deletion_policy: hurts(remove, set("DELETE"), set("ABANDON")),
    is_secret_data_base64: butSame(hurts(set(true)), remove, "off is the default"),
    "lifecycle.create_before_destroy": hurts(remove, set(false)),
    "lifecycle.ignore_changes": hurts(
      remove,
      dropEach,
      set("all"),
      add("secret_data_wo_version"),
      add("secret_data_wo"),
    ),
    "lifecycle.postcondition": hurts(remove, dropEach),
    "lifecycle.postcondition[].condition": hurts(remove, set("${true}")),
    "lifecycle.postcondition[].error_message": harmless("a text for people"),
    lifecycle: hurts(remove),
    secret: hurts(remove, set("")),
    secret_data_wo: hurts(
      remove,
      set(""),
      set("hunter2"),
      set("postgresql://cliscale:hunter2@10.0.0.3:5432/${google_sql_database.x.name}?sslmode=require"),
      set("postgresql://10.0.0.3:5432/cliscale?sslmode=disable"),
    ),
    secret_data_wo_version: hurts(remove),
  },
  "ephemeral.google_secret_manager_secret_version": {
    "": hurts(remove),
    count: hurts(remove, set(1)),
    secret: hurts(remove),
    version: hurts(remove, set("latest"), set("1")),
  },
};
