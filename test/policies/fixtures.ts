import { type Block } from "../../policies/rendered-stack";
import { type Verdict } from "../../policies/rule";

/** One resource that a rule judges, with what it should say. */
export interface Fixture {
  readonly title: string;
  readonly type: string;
  readonly arguments: Block;
  readonly expected: Verdict["status"];
  /** A part of the finding that makes it useful. */
  readonly finding?: string;
  /** The rest of the stack, type to arguments; the judged resource is `<type>.it`. */
  readonly others?: readonly (readonly [string, Block])[];
}

const passing = (title: string, type: string, block: Block, others?: Fixture["others"]): Fixture => ({
  title,
  type,
  arguments: block,
  expected: "compliant",
  others,
});
const failing = (title: string, type: string, block: Block, finding: string, others?: Fixture["others"]): Fixture => ({
  title,
  type,
  arguments: block,
  expected: "non-compliant",
  finding,
  others,
});
const elsewhere = (title: string, type: string, block: Block): Fixture => ({
  title,
  type,
  arguments: block,
  expected: "not-applicable",
});
const untold = (title: string, type: string, block: Block): Fixture => ({
  title,
  type,
  arguments: block,
  expected: "unknown",
});

const sql = (ip: Block, settings: Block = {}, rest: Block = {}): Block => ({
  settings: { ip_configuration: ip, ...settings },
  ...rest,
});
const SQL = "google_sql_database_instance";
const GKE = "google_container_cluster";
const POOL = "google_container_node_pool";
const POLICY = "google_compute_security_policy";
const POLICY_RULE = "google_compute_security_policy_rule";
const MEMBER = "google_project_iam_member";
const SECRET = "google_secret_manager_secret";
const ROTATION = { rotation_period: "7776000s", next_rotation_time: "2027-01-04T09:00:00Z" };
const NETWORK = { private_network: "${google_compute_network.n.id}" };
const REPLICA = { master_instance_name: "${google_sql_database_instance.p.name}" };

const everything = { versioned_expr: "SRC_IPS_V1", config: { src_ip_ranges: ["*"] } };
const defaultRule = (change: Block = {}) =>
  [
    POLICY_RULE,
    {
      security_policy: `\${${POLICY}.it.name}`,
      priority: 2_147_483_647,
      action: "allow",
      match: everything,
      ...change,
    },
  ] as const;
const throttle = (change: Block = {}) =>
  [
    POLICY_RULE,
    { security_policy: `\${${POLICY}.it.name}`, priority: 40_000, action: "throttle", preview: false, ...change },
  ] as const;

/** By rule: what passes, what fails, and what the rule has no opinion on. */
export const FIXTURES: Readonly<Record<string, readonly Fixture[]>> = {
  "sql-private-only": [
    passing("a private network", SQL, sql({ ipv4_enabled: false, ...NETWORK })),
    passing("blocks rendered as lists", SQL, {
      settings: [{ ip_configuration: [{ ipv4_enabled: false, ...NETWORK }] }],
    }),
    passing("Private Service Connect", SQL, sql({ ipv4_enabled: false, psc_config: [{ psc_enabled: true }] })),
    failing("a public address", SQL, sql({ ipv4_enabled: true, ...NETWORK }), "ipv4_enabled is true, not false"),
    failing("an address by default, which checkov passes", SQL, sql(NETWORK), "ipv4_enabled is absent, not false"),
    failing("no network at all", SQL, sql({ ipv4_enabled: false }), "private_network is absent"),
    failing(
      "public addresses let in",
      SQL,
      sql({ ipv4_enabled: false, ...NETWORK, authorized_networks: [{ value: "203.0.113.0/24" }] }),
      "authorized_networks lets public addresses in",
    ),
    untold("a switch that Terraform computes", SQL, sql({ ipv4_enabled: "${var.public}", ...NETWORK })),
    untold(
      "a Private Service Connect switch that Terraform computes",
      SQL,
      sql({ ipv4_enabled: false, psc_config: { psc_enabled: "${var.psc}" } }),
    ),
  ],
  "sql-high-availability": [
    passing("a standby", SQL, { settings: { availability_type: "REGIONAL" } }),
    failing(
      "one zone",
      SQL,
      { settings: { availability_type: "ZONAL" } },
      'availability_type is "ZONAL", not "REGIONAL"',
    ),
    failing("one zone by default", SQL, { settings: {} }, "availability_type is absent"),
    elsewhere("a replica", SQL, { settings: {}, ...REPLICA }),
  ],
  "sql-point-in-time-recovery": [
    passing("logs kept", SQL, {
      settings: { backup_configuration: { enabled: true, point_in_time_recovery_enabled: true } },
    }),
    passing("MySQL's binary log", SQL, {
      database_version: "MYSQL_8_0",
      settings: { backup_configuration: { enabled: true, binary_log_enabled: true } },
    }),
    failing(
      "backups alone",
      SQL,
      { settings: { backup_configuration: { enabled: true } } },
      "point_in_time_recovery_enabled is absent",
    ),
    failing("nothing", SQL, { settings: {} }, "backup_configuration.enabled is absent"),
    elsewhere("a replica", SQL, REPLICA),
  ],
  "sql-tls-only": [
    passing("encrypted connections", SQL, sql({ ssl_mode: "ENCRYPTED_ONLY" })),
    passing("client certificates", SQL, sql({ ssl_mode: "TRUSTED_CLIENT_CERTIFICATE_REQUIRED" })),
    failing(
      "both kinds",
      SQL,
      sql({ ssl_mode: "ALLOW_UNENCRYPTED_AND_ENCRYPTED" }),
      'ssl_mode is "ALLOW_UNENCRYPTED_AND_ENCRYPTED", not "ENCRYPTED_ONLY" or',
    ),
    failing("the default", SQL, sql({}), "ssl_mode is absent"),
  ],
  "sql-deletion-protection": [
    passing("both levels", SQL, { deletion_protection: true, settings: { deletion_protection_enabled: true } }),
    passing("Terraform's by default", SQL, { settings: { deletion_protection_enabled: true } }),
    failing(
      "Terraform's alone",
      SQL,
      { deletion_protection: true, settings: {} },
      "settings.deletion_protection_enabled is absent",
    ),
    failing(
      "the API's alone",
      SQL,
      { deletion_protection: false, settings: { deletion_protection_enabled: true } },
      "deletion_protection is false",
    ),
  ],
  "gke-private-nodes": [
    passing("private nodes", GKE, { private_cluster_config: { enable_private_nodes: true } }),
    failing(
      "a block that says no, which checkov passes",
      GKE,
      { private_cluster_config: { enable_private_nodes: false } },
      "enable_private_nodes is false, not true",
    ),
    failing("no block", GKE, {}, "enable_private_nodes is absent"),
  ],
  "gke-secrets-encrypted": [
    passing("a key", GKE, { database_encryption: { state: "ENCRYPTED", key_name: "${google_kms_crypto_key.k.id}" } }),
    failing("no key", GKE, { database_encryption: { state: "ENCRYPTED" } }, "database_encryption.key_name is absent"),
    failing(
      "switched off",
      GKE,
      { database_encryption: { state: "DECRYPTED", key_name: "k" } },
      'state is "DECRYPTED"',
    ),
  ],
  "gke-workload-identity": [
    passing("a pool", GKE, { workload_identity_config: { workload_pool: "cliscale-prod.svc.id.goog" } }),
    passing("Autopilot", GKE, { enable_autopilot: true }),
    failing("none", GKE, {}, "workload_identity_config.workload_pool is absent"),
  ],
  "gke-deletion-protection": [
    passing("by default", GKE, {}),
    passing("written out", GKE, { deletion_protection: true }),
    failing("switched off", GKE, { deletion_protection: false }, "deletion_protection is false, not true"),
    untold("a variable", GKE, { deletion_protection: "${var.protect}" }),
  ],
  "gke-own-node-service-account": [
    passing("a pool's own", POOL, { node_config: { service_account: "${google_service_account.nodes.email}" } }),
    passing("Autopilot's own", GKE, {
      enable_autopilot: true,
      cluster_autoscaling: { auto_provisioning_defaults: { service_account: "${google_service_account.nodes.email}" } },
    }),
    failing("a pool with the default", POOL, { node_config: {} }, "node_config.service_account is absent"),
    failing(
      "the default by name",
      POOL,
      { node_config: { service_account: "1234-compute@developer.gserviceaccount.com" } },
      "-compute@developer",
    ),
    failing(
      "Autopilot with the default",
      GKE,
      { enable_autopilot: true },
      "cluster_autoscaling.auto_provisioning_defaults.service_account is absent",
    ),
    failing(
      "auto-provisioning with the default",
      GKE,
      { remove_default_node_pool: true, cluster_autoscaling: { enabled: true } },
      "auto_provisioning_defaults.service_account is absent",
    ),
    failing(
      "a cluster with its default pool",
      GKE,
      { node_config: { service_account: "default" } },
      'node_config.service_account is "default"',
    ),
    elsewhere("a cluster whose pools are resources", GKE, { remove_default_node_pool: true }),
  ],
  "iam-least-privilege": [
    passing("a narrow role", MEMBER, { role: "roles/logging.logWriter", member: "${google_service_account.a.member}" }),
    passing("an administrator who is a person", MEMBER, {
      role: "roles/cloudsql.admin",
      member: "group:dba@cliscale.dev",
    }),
    passing("Google's own agent", MEMBER, {
      role: "roles/backup.admin",
      member: "serviceAccount:service-1@gcp-sa-x.iam.gserviceaccount.com",
    }),
    failing(
      "an owner",
      MEMBER,
      { role: "roles/owner", member: "user:a@cliscale.dev" },
      'role is "roles/owner" for everything below',
    ),
    failing(
      "impersonation of every account",
      MEMBER,
      { role: "roles/iam.serviceAccountTokenCreator", member: "${google_service_account.a.member}" },
      "serviceAccountTokenCreator",
    ),
    failing(
      "workload identity at project level",
      "google_project_iam_binding",
      { role: "roles/iam.workloadIdentityUser", members: [] },
      "workloadIdentityUser",
    ),
    failing(
      "an administrator by reference, which checkov misses",
      MEMBER,
      { role: "roles/storage.admin", member: "${google_service_account.a.member}" },
      "for the service account ${google_service_account.a.member}",
    ),
    failing(
      "an administrator in a list",
      "google_folder_iam_binding",
      {
        role: "roles/storage.objectAdmin",
        members: ["group:a@cliscale.dev", "serviceAccount:a@b.iam.gserviceaccount.com"],
      },
      "serviceAccount:a@b",
    ),
    failing(
      "an accessor of every secret",
      MEMBER,
      { role: "roles/secretmanager.secretAccessor", member: "${google_service_account.a.member}" },
      'role is "roles/secretmanager.secretAccessor" for everything below, and not on one resource with google_secret_manager_secret_iam_member',
    ),
    passing("a role that has the project only", MEMBER, {
      role: "roles/cloudsql.client",
      member: "${google_service_account.a.member}",
    }),
    untold("a computed role", MEMBER, { role: "${var.role}", member: "user:a@cliscale.dev" }),
  ],
  "iam-no-public-members": [
    passing("an account", "google_storage_bucket_iam_member", { member: "serviceAccount:a@b.iam.gserviceaccount.com" }),
    failing("everybody", "google_storage_bucket_iam_member", { member: "allUsers" }, 'member is "allUsers"'),
    failing(
      "everybody in a list",
      "google_kms_crypto_key_iam_binding",
      { members: ["user:a@cliscale.dev", "allAuthenticatedUsers"] },
      "allAuthenticatedUsers",
    ),
    elsewhere("no binding", "google_storage_bucket", {}),
  ],
  "no-service-account-keys": [
    failing("a key", "google_service_account_key", { service_account_id: "a" }, "a gets a key that never expires"),
    passing("no key", "google_service_account", { account_id: "controller" }),
  ],
  "no-secrets-in-state": [
    passing("a write-only secret", "google_secret_manager_secret_version", {
      secret_data_wo: "${ephemeral.random_password.p.result}",
      secret_data_wo_version: 1,
    }),
    passing("a write-only password", "google_sql_user", { password_wo: "${ephemeral.random_password.p.result}" }),
    failing(
      "a secret",
      "google_secret_manager_secret_version",
      { secret_data: "hunter2" },
      "secret_data is kept in the state",
    ),
    failing(
      "a secret by reference",
      "google_secret_manager_secret_version",
      { secret_data: "${var.secret}" },
      "secret_data is kept in the state",
    ),
    failing(
      "a password",
      "google_sql_user",
      { password: "${random_password.p.result}" },
      "password is kept in the state",
    ),
    failing("a generated password", "random_password", { length: 32 }, "result is kept in the state"),
    failing("a generated key", "tls_private_key", { algorithm: "RSA" }, "private_key_pem is kept in the state"),
    failing("a Kubernetes Secret", "kubernetes_secret_v1", { data: { a: "b" } }, "data is kept in the state"),
    failing(
      "a Helm value",
      "helm_release",
      { set_sensitive: [{ name: "a", value: "b" }] },
      "set_sensitive is kept in the state",
    ),
    failing(
      "a secret in a block",
      "google_monitoring_notification_channel",
      { sensitive_labels: [{ auth_token: "t" }] },
      "sensitive_labels.auth_token is kept in the state",
    ),
  ],
  "secret-rotation-notified": [
    passing("a topic by reference", SECRET, { rotation: ROTATION, topics: [{ name: "${google_pubsub_topic.t.id}" }] }),
    passing("a topic in a single block", "google_secret_manager_regional_secret", {
      rotation: [ROTATION],
      topics: { name: "projects/p/topics/t" },
    }),
    failing("no topic", SECRET, { rotation: ROTATION }, "rotation is set, but topics is absent"),
    failing("an empty list of topics", SECRET, { rotation: [ROTATION], topics: [] }, "topics is absent"),
    failing("a topic without a name", SECRET, { rotation: ROTATION, topics: [{ name: "" }] }, "topics name nothing"),
    failing(
      "no topic on a regional secret",
      "google_secret_manager_regional_secret",
      { rotation: ROTATION },
      "topics is absent",
    ),
    elsewhere("a topic without a schedule", SECRET, { topics: [{ name: "projects/p/topics/t" }] }),
    elsewhere("neither", SECRET, { rotation: [] }),
    untold("topics that Terraform computes", SECRET, { rotation: ROTATION, topics: "${var.topics}" }),
    untold("topics of a dynamic block", SECRET, { rotation: ROTATION, dynamic: { topics: { for_each: "${var.t}" } } }),
    untold("a rotation of a dynamic block", SECRET, { dynamic: { rotation: { for_each: "${var.r}" } } }),
  ],
  "no-placeholders": [
    passing("real values", "google_compute_network", {
      name: "cliscale-prod",
      description: "Names of cliscale.dev; unit.test.ts stays",
    }),
    passing("a reference", "google_dns_record_set", { name: "${google_dns_managed_zone.example.test}" }),
    failing(
      "a project",
      "google_project_service",
      { project: "your-project-id" },
      'project contains "your-project-id"',
    ),
    failing("a replacement", "google_compute_network", { name: "REPLACE_WITH_NAME" }, "REPLACE_WITH_NAME"),
    failing(
      "deep inside",
      "helm_release",
      { values: ['{"host":"ws.example.com"}'] },
      'values.0 contains "example.com"',
    ),
    failing(
      "a reserved domain",
      "google_dns_managed_zone",
      { dns_name: "cliscale.test" },
      'dns_name contains "cliscale.test"',
    ),
    failing(
      "in any case",
      "google_compute_network",
      { labels: { owner: "changeme" } },
      'labels.owner contains "changeme"',
    ),
  ],
  "armor-enforced": [
    passing("rules of their own", POLICY, { name: "p" }, [defaultRule(), throttle()]),
    passing("inline rules", POLICY, {
      name: "p",
      rule: [
        { priority: 2_147_483_647, action: "allow", match: [everything] },
        { priority: 1, action: "deny(403)", preview: false },
      ],
    }),
    passing("a refusing default rule", POLICY, { name: "p" }, [defaultRule({ action: "deny(403)" })]),
    failing("the API's default rule", POLICY, { name: "p" }, "the default rule is absent", [throttle()]),
    failing("rules of another policy", POLICY, { name: "p" }, "the default rule is absent", [
      throttle({ security_policy: "other" }),
      defaultRule({ security_policy: "other" }),
    ]),
    failing("previews only", POLICY, { name: "p" }, "no rule refuses or limits anything outside preview", [
      defaultRule(),
      throttle({ preview: true }),
    ]),
    failing("a narrow default rule", POLICY, { name: "p" }, "the default rule does not match every address", [
      defaultRule({ match: { config: { src_ip_ranges: ["203.0.113.0/24"] } } }),
      throttle(),
    ]),
    failing("a default rule in preview", POLICY, { name: "p" }, "the default rule is in preview", [
      defaultRule({ preview: true }),
      throttle(),
    ]),
    elsewhere("an edge policy", POLICY, { name: "p", type: "CLOUD_ARMOR_EDGE" }),
  ],
  "registry-immutable-tags": [
    passing("immutable tags", "google_artifact_registry_repository", {
      format: "DOCKER",
      docker_config: { immutable_tags: true },
    }),
    failing(
      "mutable tags",
      "google_artifact_registry_repository",
      { format: "DOCKER", mode: "STANDARD_REPOSITORY" },
      "docker_config.immutable_tags is absent",
    ),
    elsewhere("another format", "google_artifact_registry_repository", { format: "NPM" }),
    elsewhere("a cache", "google_artifact_registry_repository", { format: "DOCKER", mode: "REMOTE_REPOSITORY" }),
  ],
  "subnet-flow-logs": [
    passing("logs", "google_compute_subnetwork", { log_config: { flow_sampling: 0.5 } }),
    failing("no logs", "google_compute_subnetwork", {}, "log_config is absent"),
    elsewhere("a subnet of proxies", "google_compute_subnetwork", { purpose: "REGIONAL_MANAGED_PROXY" }),
  ],
  "tls-1-2-or-later": [
    passing("TLS 1.2", "google_compute_ssl_policy", { min_tls_version: "TLS_1_2", profile: "RESTRICTED" }),
    failing("the default", "google_compute_ssl_policy", {}, "min_tls_version is absent"),
    failing(
      "weak ciphers",
      "google_compute_ssl_policy",
      { min_tls_version: "TLS_1_2", profile: "COMPATIBLE" },
      'profile is "COMPATIBLE"',
    ),
  ],
  "dns-signed": [
    passing("a signed zone", "google_dns_managed_zone", { visibility: "public", dnssec_config: { state: "on" } }),
    failing("an unsigned zone", "google_dns_managed_zone", {}, "dnssec_config.state is absent"),
    elsewhere("a private zone", "google_dns_managed_zone", { visibility: "private" }),
  ],
};
