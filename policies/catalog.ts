import { LEVELS, type LevelTable } from "./levels";
import { type PolicyRule } from "./rule";
import { armorEnforced } from "./rules/armor-enforced";
import { dnsSigned } from "./rules/dns-signed";
import { gkeDeletionProtection } from "./rules/gke-deletion-protection";
import { gkeOwnNodeServiceAccount } from "./rules/gke-own-node-service-account";
import { gkePrivateNodes } from "./rules/gke-private-nodes";
import { gkeSecretsEncrypted } from "./rules/gke-secrets-encrypted";
import { gkeWorkloadIdentity } from "./rules/gke-workload-identity";
import { iamLeastPrivilege } from "./rules/iam-least-privilege";
import { iamNoPublicMembers } from "./rules/iam-no-public-members";
import { noPlaceholders } from "./rules/no-placeholders";
import { noSecretsInState } from "./rules/no-secrets-in-state";
import { noServiceAccountKeys } from "./rules/no-service-account-keys";
import { registryImmutableTags } from "./rules/registry-immutable-tags";
import { secretRotationNotified } from "./rules/secret-rotation-notified";
import { sqlDeletionProtection } from "./rules/sql-deletion-protection";
import { sqlHighAvailability } from "./rules/sql-high-availability";
import { sqlPointInTimeRecovery } from "./rules/sql-point-in-time-recovery";
import { sqlPrivateOnly } from "./rules/sql-private-only";
import { sqlTlsOnly } from "./rules/sql-tls-only";
import { subnetFlowLogs } from "./rules/subnet-flow-logs";
import { tls12OrLater } from "./rules/tls-1-2-or-later";

/** One rule of the pack, with its words apart from its logic. */
export interface PolicyRow {
  /** The name of the rule's file. Exceptions refer to it, so it never changes. */
  readonly id: string;
  readonly level: LevelTable;
  /** What is demanded, in one sentence. */
  readonly fact: string;
  /** What happens otherwise. */
  readonly why: string;
  /** What to do. */
  readonly fix: string;
  /** Documentation, and the rules of other tools that ask for the same or only for less. */
  readonly references: readonly string[];
  readonly rule: PolicyRule;
}

/** The rules that hold for everything this project renders. */
export const CATALOG: readonly PolicyRow[] = [
  {
    id: "sql-private-only",
    level: LEVELS.everywhere,
    fact: "Cloud SQL instances have private addresses only",
    why: "a public address is one stolen password away from the data, and the provider gives one when nothing is said",
    fix: "set ip_configuration.ipv4_enabled to false with a private_network, and remove authorized_networks",
    references: [
      "https://cloud.google.com/sql/docs/postgres/private-ip",
      "CKV_GCP_60 (passes when absent)",
      "AVD-GCP-0017",
    ],
    rule: sqlPrivateOnly,
  },
  {
    id: "sql-high-availability",
    level: LEVELS.production,
    fact: "Cloud SQL primaries have a standby in another zone",
    why: "a zone that fails takes the database with it until somebody restores a backup",
    fix: "set settings.availability_type to REGIONAL",
    references: ["https://cloud.google.com/sql/docs/postgres/high-availability"],
    rule: sqlHighAvailability,
  },
  {
    id: "sql-point-in-time-recovery",
    level: LEVELS.production,
    fact: "Cloud SQL primaries are backed up and can be restored to any moment",
    why: "a mistaken DELETE is repaired up to the second before it, not up to last night",
    fix: "set backup_configuration.enabled and point_in_time_recovery_enabled (MySQL: binary_log_enabled) to true",
    references: [
      "https://cloud.google.com/sql/docs/postgres/backup-recovery/pitr",
      "CKV_GCP_14",
      "CKV2_GCP_20 (MySQL only)",
    ],
    rule: sqlPointInTimeRecovery,
  },
  {
    id: "sql-tls-only",
    level: LEVELS.everywhere,
    fact: "Cloud SQL refuses connections without TLS",
    why: "passwords and rows would cross the network in clear text",
    fix: "set ip_configuration.ssl_mode to TRUSTED_CLIENT_CERTIFICATE_REQUIRED or ENCRYPTED_ONLY",
    references: ["https://cloud.google.com/sql/docs/postgres/configure-ssl-instance", "CKV_GCP_6", "AVD-GCP-0015"],
    rule: sqlTlsOnly,
  },
  {
    id: "sql-deletion-protection",
    level: LEVELS.production,
    fact: "Cloud SQL instances are protected from deletion, in Terraform and in the API",
    why: "deletion_protection stops Terraform only; the console and gcloud would still delete the instance with its backups",
    fix: "set settings.deletion_protection_enabled to true and leave deletion_protection on",
    references: ["https://cloud.google.com/sql/docs/postgres/deletion-protection"],
    rule: sqlDeletionProtection,
  },
  {
    id: "gke-private-nodes",
    level: LEVELS.everywhere,
    fact: "GKE nodes have no public addresses",
    why: "every node would be reachable from the internet",
    fix: "set private_cluster_config.enable_private_nodes to true",
    references: [
      "https://cloud.google.com/kubernetes-engine/docs/concepts/private-cluster-concept",
      "CKV_GCP_25, CKV_GCP_64 (pass with false)",
      "AVD-GCP-0059",
    ],
    rule: gkePrivateNodes,
  },
  {
    id: "gke-secrets-encrypted",
    level: LEVELS.production,
    fact: "GKE encrypts Kubernetes Secrets with a key of ours",
    why: "whoever reads etcd or its backups reads every Secret",
    fix: "set database_encryption with state ENCRYPTED and key_name",
    references: ["https://cloud.google.com/kubernetes-engine/docs/how-to/encrypting-secrets", "CIS GKE 5.3.1"],
    rule: gkeSecretsEncrypted,
  },
  {
    id: "gke-workload-identity",
    level: LEVELS.everywhere,
    fact: "GKE gives pods Google identities of their own",
    why: "pods would share the node's account, and with it everything that any of them needs",
    fix: "set workload_identity_config.workload_pool to <project>.svc.id.goog",
    references: ["https://cloud.google.com/kubernetes-engine/docs/how-to/workload-identity", "CIS GKE 5.2.2"],
    rule: gkeWorkloadIdentity,
  },
  {
    id: "gke-deletion-protection",
    level: LEVELS.production,
    fact: "GKE clusters are protected from deletion",
    why: "a changed field that forces replacement would take down everything that runs",
    fix: "leave deletion_protection on",
    references: [
      "https://registry.terraform.io/providers/hashicorp/google/6.50.0/docs/resources/container_cluster#deletion_protection",
    ],
    rule: gkeDeletionProtection,
  },
  {
    id: "gke-own-node-service-account",
    level: LEVELS.production,
    fact: "GKE nodes run as a service account made for them",
    why: "the Compute Engine default account is an editor in many projects, and every pod could become it",
    fix: "set service_account in node_config, or in cluster_autoscaling.auto_provisioning_defaults on Autopilot",
    references: [
      "https://cloud.google.com/kubernetes-engine/docs/how-to/hardening-your-cluster",
      "CIS GKE 5.2.1",
      "AVD-GCP-0050",
    ],
    rule: gkeOwnNodeServiceAccount,
  },
  {
    id: "iam-least-privilege",
    level: LEVELS.everywhere,
    fact: "nobody holds a primitive, impersonating or administrator's role for a whole project, nor one that fits a single resource",
    why: "one account that is taken over would be the whole project",
    fix: "grant the role on the resource that needs it, or a narrower role",
    references: [
      "https://cloud.google.com/iam/docs/using-iam-securely",
      "CKV_GCP_41, 42 (literal members only), 49, 117",
      "AVD-GCP-0007, 0011",
    ],
    rule: iamLeastPrivilege,
  },
  {
    id: "iam-no-public-members",
    level: LEVELS.everywhere,
    fact: "no role is given to allUsers or allAuthenticatedUsers",
    why: "the second includes everybody with a Google account",
    fix: "name the accounts that need access",
    references: ["https://cloud.google.com/iam/docs/principals-overview", "CKV_GCP_28, 101, 112"],
    rule: iamNoPublicMembers,
  },
  {
    id: "no-service-account-keys",
    level: LEVELS.everywhere,
    fact: "service accounts have no keys",
    why: "a key never expires, works from anywhere, and lies in the Terraform state",
    fix: "use Workload Identity, or Workload Identity Federation for what runs outside Google Cloud",
    references: [
      "https://cloud.google.com/iam/docs/best-practices-for-managing-service-account-keys",
      "CKV2_GCP_3 (passes for generated keys)",
    ],
    rule: noServiceAccountKeys,
  },
  {
    id: "no-secrets-in-state",
    level: LEVELS.everywhere,
    fact: "no secret reaches the Terraform state",
    why: "everybody who may read the state or a plan would have the secret, and every old version of the state keeps it",
    fix: "use ephemeral resources with write-only arguments (secret_data_wo, password_wo)",
    references: ["https://developer.hashicorp.com/terraform/language/manage-sensitive-data/write-only"],
    rule: noSecretsInState,
  },
  {
    id: "secret-rotation-notified",
    level: LEVELS.everywhere,
    fact: "secrets with a rotation schedule have a topic for their reminders",
    why: "Secret Manager refuses the schedule with 400, because it rotates nothing by itself and would have nobody to remind",
    fix: "set topics to a Pub/Sub topic that Secret Manager may publish to, or remove rotation",
    references: ["https://cloud.google.com/secret-manager/docs/secret-rotation"],
    rule: secretRotationNotified,
  },
  {
    id: "no-placeholders",
    level: LEVELS.outsideSandbox,
    fact: "no placeholder is left in a value",
    why: "what was to be filled in later is applied as it is, and fails at run time",
    fix: "write the real value, or reference the resource that has it",
    references: ["https://www.rfc-editor.org/rfc/rfc2606"],
    rule: noPlaceholders,
  },
  {
    id: "armor-enforced",
    level: LEVELS.production,
    fact: "Cloud Armor policies say their default rule and enforce at least one other that refuses",
    why: "a policy whose rules are all in preview, or that leaves its default to the API, lets everything through",
    fix: "write the rule of priority 2147483647, and take rules that have proved themselves out of preview",
    references: ["https://cloud.google.com/armor/docs/security-policy-overview", "CKV_GCP_73 (one expression only)"],
    rule: armorEnforced,
  },
  {
    id: "registry-immutable-tags",
    level: LEVELS.production,
    fact: "Artifact Registry keeps a tag with the image that it was given to",
    why: "an image that was tested could be exchanged behind its tag",
    fix: "set docker_config.immutable_tags to true",
    references: ["https://cloud.google.com/artifact-registry/docs/docker/troubleshoot#immutable"],
    rule: registryImmutableTags,
  },
  {
    id: "subnet-flow-logs",
    level: LEVELS.production,
    fact: "subnets have flow logs",
    why: "after an incident nobody could tell who talked to whom",
    fix: "set log_config",
    references: ["https://cloud.google.com/vpc/docs/flow-logs", "CKV_GCP_26", "AVD-GCP-0029"],
    rule: subnetFlowLogs,
  },
  {
    id: "tls-1-2-or-later",
    level: LEVELS.everywhere,
    fact: "load balancers accept TLS 1.2 and later only",
    why: "TLS 1.0 and 1.1 are broken, and the provider's default accepts them",
    fix: "set min_tls_version to TLS_1_2 and profile to RESTRICTED or MODERN",
    references: ["https://cloud.google.com/load-balancing/docs/ssl-policies-concepts", "CKV_GCP_4", "AVD-GCP-0039"],
    rule: tls12OrLater,
  },
  {
    id: "dns-signed",
    level: LEVELS.production,
    fact: "public DNS zones are signed",
    why: "somebody on the way could send visitors elsewhere",
    fix: "set dnssec_config.state to on, and publish the DS record in the parent zone",
    references: ["https://cloud.google.com/dns/docs/dnssec", "CKV_GCP_16"],
    rule: dnsSigned,
  },
];
