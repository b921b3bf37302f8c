import { valueAt, type Block } from "../../rendered/rendered-stack";
import { add, butSame, dropEach, harmless, hurts, onlyWhen, remove, set, type PathTable } from "./path-table";

const named = harmless("a name to tell it apart; what refers to it does so by reference");
const project = harmless("the project is the same as the provider's, and which one it is is the deployment's choice");

const isTrue = (path: string) => (block: Block) => valueAt(block, path) === true;
const isFalse = (path: string) => (block: Block) => valueAt(block, path) === false;
const isPositive = (path: string) => (block: Block) => Number(valueAt(block, path) ?? 0) > 0;

const PROTECTED = "where it isn't set, there is nothing to take away";
const CHANNELS = "Autopilot has a release channel and the standard channel of the Gateway API when nothing is written";
const onByDefault = butSame(hurts(set({ disabled: true })), remove, "it is on unless switched off");
const prevent = onlyWhen(hurts(remove), isTrue("lifecycle.prevent_destroy"), PROTECTED);

const preventDestroy = onlyWhen(hurts(set(false), remove), isTrue("lifecycle.prevent_destroy"), PROTECTED);

/** Clusters. The environments have Autopilot ones. */
const CLUSTER: PathTable[string] = {
  "": hurts(remove),
  addons_config: hurts(remove),
  "addons_config.gke_backup_agent_config": hurts(remove),
  "addons_config.gke_backup_agent_config.enabled": hurts(set(false)),
  "addons_config.horizontal_pod_autoscaling": onByDefault,
  "addons_config.horizontal_pod_autoscaling.disabled": butSame(
    hurts(set(true)),
    remove,
    "it is on unless switched off",
  ),
  "addons_config.http_load_balancing": onByDefault,
  "addons_config.http_load_balancing.disabled": butSame(hurts(set(true)), remove, "it is on unless switched off"),
  anonymous_authentication_config: hurts(remove),
  "anonymous_authentication_config.mode": hurts(set("ENABLED"), remove),
  authenticator_groups_config: hurts(remove),
  "authenticator_groups_config.security_group": hurts(set("all@cliscale.dev"), set(""), remove),
  binary_authorization: hurts(remove),
  "binary_authorization.evaluation_mode": hurts(set("DISABLED"), remove),
  cluster_autoscaling: hurts(remove),
  "cluster_autoscaling.auto_provisioning_defaults.service_account": hurts(
    set("default"),
    set("123456789-compute@developer.gserviceaccount.com"),
    set("${data.google_compute_default_service_account.default.email}"),
    set(""),
    remove,
  ),
  control_plane_endpoints_config: hurts(remove),
  "control_plane_endpoints_config.dns_endpoint_config": hurts(remove),
  "control_plane_endpoints_config.dns_endpoint_config.allow_external_traffic": hurts(set(false), remove),
  "control_plane_endpoints_config.ip_endpoints_config": onlyWhen(
    hurts(remove),
    isFalse("control_plane_endpoints_config.ip_endpoints_config.enabled"),
    "where it says true it says what holds without it",
  ),
  "control_plane_endpoints_config.ip_endpoints_config.enabled": onlyWhen(
    hurts(set(true), remove),
    isFalse("control_plane_endpoints_config.ip_endpoints_config.enabled"),
    "where the addresses are in use, without them people come in by the DNS endpoint, which asks more of them",
  ),
  cost_management_config: hurts(remove),
  "cost_management_config.enabled": hurts(set(false), remove),
  database_encryption: hurts(remove),
  "database_encryption.key_name": hurts(
    set(""),
    set("projects/other/locations/us-central1/keyRings/r/cryptoKeys/k"),
    remove,
  ),
  "database_encryption.state": hurts(set("DECRYPTED"), remove),
  deletion_protection: onlyWhen(
    butSame(hurts(set(false)), remove, "the provider's default is true"),
    isTrue("deletion_protection"),
    PROTECTED,
  ),
  depends_on: hurts(remove, dropEach),
  enable_autopilot: hurts(set(false), remove),
  enable_fqdn_network_policy: hurts(set(false), remove),
  enable_legacy_abac: butSame(hurts(set(true)), remove, "the provider's default is false"),
  gateway_api_config: butSame(hurts(set({ channel: "CHANNEL_DISABLED" })), remove, CHANNELS),
  "gateway_api_config.channel": butSame(
    hurts(set("CHANNEL_DISABLED"), set("CHANNEL_EXPERIMENTAL")),
    remove,
    "Autopilot has the standard channel when nothing is written",
  ),
  ip_allocation_policy: hurts(remove),
  "ip_allocation_policy.cluster_secondary_range_name": hurts(set("services"), set("nothing-of-the-kind"), remove),
  "ip_allocation_policy.services_secondary_range_name": hurts(set("pods"), set("nothing-of-the-kind"), remove),
  lifecycle: prevent,
  "lifecycle.ignore_changes": butSame(
    hurts(
      set("all"),
      set(["all"]),
      add("all"),
      add("master_authorized_networks_config"),
      add("database_encryption"),
      add("private_cluster_config[0].enable_private_nodes"),
    ),
    dropEach,
    "the provider hides differences of dns_config on Autopilot (magic-modules pull request 8654), and an Autopilot cluster has no initial_node_count",
  ),
  "lifecycle.prevent_destroy": preventDestroy,
  location: hurts(set("europe-west1-b"), set("us-central1"), remove),
  logging_config: hurts(remove),
  "logging_config.enable_components": hurts(set([]), set(["SYSTEM_COMPONENTS"]), dropEach, remove),
  maintenance_policy: hurts(remove),
  "maintenance_policy.maintenance_exclusion": harmless(
    "an exclusion holds upgrades off; whether a team freezes changes is its own choice",
  ),
  "maintenance_policy.maintenance_exclusion[].end_time": hurts(
    set("2036-01-07T00:00:00Z"),
    set("2020-01-07T00:00:00Z"),
    remove,
  ),
  "maintenance_policy.maintenance_exclusion[].exclusion_name": named,
  "maintenance_policy.maintenance_exclusion[].exclusion_options.scope": harmless(
    "within the three weeks of the exclusion every scope is allowed; a longer one is found by its end",
  ),
  "maintenance_policy.maintenance_exclusion[].start_time": hurts(
    set("2016-01-07T00:00:00Z"),
    set("2037-01-01T00:00:00Z"),
    remove,
  ),
  "maintenance_policy.recurring_window": hurts(remove),
  "maintenance_policy.recurring_window.end_time": hurts(
    set("2024-01-01T03:00:00Z"),
    set("2023-01-01T03:00:00Z"),
    set("never"),
    remove,
  ),
  "maintenance_policy.recurring_window.recurrence": hurts(
    set("FREQ=WEEKLY;BYDAY=SU"),
    set("FREQ=WEEKLY;INTERVAL=4;BYDAY=SA,SU"),
    set(""),
    remove,
  ),
  "maintenance_policy.recurring_window.start_time": hurts(set("2024-01-01T09:00:00Z"), set("never"), remove),
  "master_auth.client_certificate_config.issue_client_certificate": butSame(
    hurts(set(true)),
    remove,
    "GKE issues none unless asked",
  ),
  master_auth: hurts(add({ username: "admin", password: "sixteen-letters!" })),
  master_authorized_networks_config: hurts(remove),
  "master_authorized_networks_config.cidr_blocks": hurts(
    add({ cidr_block: "0.0.0.0/0" }),
    add({ cidr_block: "::/0" }),
    add({ cidr_block: "128.0.0.0/1" }),
    add({ cidr_block: "35.0.0.0/8" }),
  ),
  "master_authorized_networks_config.cidr_blocks[].cidr_block": hurts(
    set("0.0.0.0/0"),
    set("::/0"),
    set("0.0.0.0/1"),
    set("217.0.0.0/8"),
    remove,
  ),
  "master_authorized_networks_config.cidr_blocks[].display_name": named,
  "master_authorized_networks_config.gcp_public_cidrs_access_enabled": hurts(set(true), remove),
  "master_authorized_networks_config.private_endpoint_enforcement_enabled": hurts(set(false), remove),
  monitoring_config: hurts(remove),
  "monitoring_config.advanced_datapath_observability_config.enable_metrics": hurts(set(false)),
  "monitoring_config.advanced_datapath_observability_config.enable_relay": harmless(
    "the relay shows flows, over mutual TLS, to whom RBAC lets reach it; GKE has it off and on by the user's taste",
  ),
  "monitoring_config.enable_components": hurts(set([]), set(["SYSTEM_COMPONENTS"]), dropEach, remove),
  "monitoring_config.managed_prometheus.enabled": hurts(set(false)),
  name: named,
  network: hurts(set("default"), set("projects/p/global/networks/default"), remove),
  networking_mode: butSame(
    hurts(set("ROUTES")),
    remove,
    "with ip_allocation_policy, or on Autopilot, it is VPC_NATIVE",
  ),
  "node_pool_auto_config.node_kubelet_config.insecure_kubelet_readonly_port_enabled": hurts(set("TRUE"), remove),
  node_pool_auto_config: hurts(remove),
  private_cluster_config: hurts(remove),
  "private_cluster_config.enable_private_endpoint": harmless(
    "where it is true IP endpoints are off, so that there is no address of either kind; where it is false that is the weaker side already",
  ),
  "private_cluster_config.enable_private_nodes": hurts(set(false), remove),
  "private_cluster_config.master_global_access_config.enabled": harmless(
    "the private address from other regions of the same VPC; authorized networks hold there too",
  ),
  project: hurts(set("somebody-elses-project")),
  rbac_binding_config: hurts(remove),
  "rbac_binding_config.enable_insecure_binding_system_authenticated": hurts(set(true), remove),
  "rbac_binding_config.enable_insecure_binding_system_unauthenticated": hurts(set(true), remove),
  release_channel: butSame(hurts(set({ channel: "UNSPECIFIED" })), remove, CHANNELS),
  "release_channel.channel": butSame(
    hurts(set("UNSPECIFIED"), set("RAPID")),
    remove,
    "an Autopilot cluster stays in its channel, and a new one is in REGULAR",
  ),
  resource_labels: harmless("labels; those of the provider hold as well"),
  secret_manager_config: hurts(remove),
  "secret_manager_config.enabled": hurts(set(false), remove),
  security_posture_config: butSame(hurts(set({ mode: "DISABLED" })), remove, "it is on unless switched off"),
  "security_posture_config.mode": butSame(hurts(set("DISABLED")), remove, "it is on unless switched off"),
  "security_posture_config.vulnerability_mode": harmless(
    "GKE scans no more, whatever it says: https://cloud.google.com/kubernetes-engine/docs/deprecations/posture-management-deprecation",
  ),
  service_external_ips_config: butSame(hurts(set({ enabled: true })), remove, "Autopilot has it off"),
  "service_external_ips_config.enabled": butSame(hurts(set(true)), remove, "Autopilot has it off"),
  subnetwork: hurts(set("default"), remove),
  timeouts: butSame(hurts(set({ create: "5m" })), remove, "the provider waits 40 and 60 minutes"),
  "timeouts.create": butSame(hurts(set("5m"), set("60s")), remove, "the provider waits 40 minutes"),
  "timeouts.delete": butSame(hurts(set("5m"), set("60s")), remove, "the provider waits 40 minutes"),
  "timeouts.update": butSame(hurts(set("5m"), set("60s")), remove, "the provider waits 60 minutes"),
  workload_identity_config: butSame(
    hurts(set({ workload_pool: "somebody-elses-project.svc.id.goog" })),
    remove,
    "Autopilot has the pool of its project",
  ),
  "workload_identity_config.workload_pool": butSame(
    hurts(set("somebody-elses-project.svc.id.goog")),
    remove,
    "Autopilot has the pool of its project",
  ),
};

const BACKUP_PLAN: PathTable[string] = {
  "": hurts(remove),
  backup_config: hurts(remove),
  "backup_config.encryption_key": hurts(remove),
  "backup_config.encryption_key.gcp_kms_encryption_key": hurts(
    set(""),
    set("projects/other/locations/us-central1/keyRings/r/cryptoKeys/k"),
    remove,
  ),
  "backup_config.include_secrets": hurts(set(false), remove),
  "backup_config.include_volume_data": hurts(set(false), remove),
  "backup_config.selected_namespaces": hurts(remove),
  "backup_config.selected_namespaces.namespaces": hurts(dropEach, set([]), set(["somewhere-else"]), remove),
  backup_schedule: hurts(remove),
  "backup_schedule.rpo_config": hurts(remove, set({ target_rpo_minutes: 86_400 })),
  "backup_schedule.rpo_config.target_rpo_minutes": hurts(set(10_080), set(86_400), set(0), remove),
  cluster: hurts(set("${google_container_cluster.another.id}"), set(""), remove),
  deactivated: butSame(hurts(set(true)), remove, "the provider's default is false"),
  depends_on: hurts(remove, dropEach),
  lifecycle: prevent,
  "lifecycle.prevent_destroy": preventDestroy,
  location: hurts(set("us-central1")),
  name: named,
  project,
  retention_policy: onlyWhen(hurts(remove), isPositive("retention_policy.backup_delete_lock_days"), PROTECTED),
  "retention_policy.backup_delete_lock_days": onlyWhen(
    hurts(set(0), remove),
    isPositive("retention_policy.backup_delete_lock_days"),
    PROTECTED,
  ),
  "retention_policy.backup_retain_days": butSame(
    hurts(set(1), set(3)),
    remove,
    "backups are then kept until somebody deletes them, which is longer",
  ),
  "retention_policy.locked": harmless(
    "false is the weaker side already; true can never be taken back, which is a choice",
  ),
};

const RESTORE_PLAN: PathTable[string] = {
  "": hurts(remove),
  backup_plan: hurts(set("${google_gke_backup_backup_plan.another.id}"), set(""), remove),
  cluster: hurts(set("${google_container_cluster.another.id}"), set(""), remove),
  lifecycle: harmless("a restore plan holds no data and can be made again"),
  location: harmless("where the plan itself is kept; what is restored and where to stands in backup_plan and cluster"),
  name: named,
  project,
  restore_config: hurts(remove),
  "restore_config.cluster_resource_restore_scope": harmless(
    "objects of the whole cluster, such as roles, come from Terraform and charts; a restore keeps those that are there",
  ),
  "restore_config.namespaced_resource_restore_mode": hurts(set("DELETE_AND_RESTORE"), remove),
  "restore_config.selected_namespaces": hurts(remove),
  "restore_config.selected_namespaces.namespaces": hurts(dropEach, set([]), set(["somewhere-else"]), remove),
  "restore_config.volume_data_restore_policy": hurts(
    set("NO_VOLUME_DATA_RESTORATION"),
    set("VOLUME_DATA_RESTORE_POLICY_UNSPECIFIED"),
    remove,
  ),
};

/** What GKE and Backup for GKE render. */
export const GKE_PATHS: PathTable = {
  google_container_cluster: CLUSTER,
  google_gke_backup_backup_plan: BACKUP_PLAN,
  google_gke_backup_restore_plan: RESTORE_PLAN,
};
