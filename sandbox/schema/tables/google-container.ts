import { type CorrectionTable } from "../corrections";

/**
 * Arguments of a node pool's `node_config` that replace the pool.
 * https://github.com/hashicorp/terraform-provider-google/blob/main/google/services/container/node_config.go
 */
const NODE_CONFIG = [
  ...[
    "advanced_machine_features",
    "boot_disk_kms_key",
    "enable_confidential_storage",
    "ephemeral_storage_local_ssd_config",
  ],
  ...["flex_start", "guest_accelerator", "gvnic", "host_maintenance_policy", "local_nvme_ssd_block_config"],
  ...["local_ssd_count", "local_ssd_encryption_mode", "max_run_duration", "metadata", "min_cpu_platform", "node_group"],
  ...["oauth_scopes", "preemptible", "reservation_affinity", "secondary_boot_disks", "service_account"],
  ...["shielded_instance_config", "sole_tenant_config", "spot"],
].map((argument) => `node_config.${argument}`);

const NODE_CONFIG_COMPUTED = [
  ...["node_config", "node_config.guest_accelerator.gpu_driver_installation_config"],
  ...["node_config.shielded_instance_config", "node_config.workload_metadata_config"],
];

const NODE_POOL_COMPUTED = [
  ...["management", "network_config", "upgrade_settings", "upgrade_settings.blue_green_settings"],
  ...NODE_CONFIG_COMPUTED,
];

/** GKE: https://github.com/hashicorp/terraform-provider-google/tree/main/google/services/container, compared with its source. */
export const GOOGLE_CONTAINER: CorrectionTable = {
  google_container_cluster: {
    forceNew: [
      ...["cluster_ipv4_cidr", "confidential_nodes", "datapath_provider", "default_max_pods_per_node", "description"],
      ...[
        "enable_autopilot",
        "enable_kubernetes_alpha",
        "enable_tpu",
        "initial_node_count",
        "network",
        "networking_mode",
      ],
      ...["node_pool#", "subnetwork", "cluster_autoscaling.auto_provisioning_defaults.boot_disk_kms_key"],
      ...["ip_allocation_policy#", "ip_allocation_policy.pod_cidr_overprovision_config#"],
      ...["ip_allocation_policy.cluster_ipv4_cidr_block", "ip_allocation_policy.cluster_secondary_range_name"],
      ...["ip_allocation_policy.services_ipv4_cidr_block", "ip_allocation_policy.services_secondary_range_name"],
      ...["master_auth.client_certificate_config"],
      ...["private_cluster_config.enable_private_nodes", "private_cluster_config.master_ipv4_cidr_block"],
      ...["private_cluster_config.private_endpoint_subnetwork"],
      ...["user_managed_keys_config.aggregation_ca", "user_managed_keys_config.cluster_ca"],
      ...["user_managed_keys_config.etcd_api_ca", "user_managed_keys_config.etcd_peer_ca"],
      ...["node_config#", ...NODE_CONFIG],
    ],
    computedBlocks: [
      ...["addons_config", "anonymous_authentication_config", "authenticator_groups_config", "cluster_autoscaling"],
      ...["confidential_nodes", "control_plane_endpoints_config", "cost_management_config", "database_encryption"],
      ...["default_snat_status", "enterprise_config", "gateway_api_config", "gke_auto_upgrade_config"],
      ...["identity_service_config", "ip_allocation_policy", "logging_config", "master_auth"],
      ...[
        "master_authorized_networks_config",
        "mesh_certificates",
        "monitoring_config",
        "node_pool",
        "node_pool_auto_config",
      ],
      ...[
        "node_pool_defaults",
        "notification_config",
        "pod_autoscaling",
        "private_cluster_config",
        "rbac_binding_config",
      ],
      ...["release_channel", "security_posture_config", "service_external_ips_config", "vertical_pod_autoscaling"],
      ...["workload_identity_config"],
      ...["dns_endpoint_config", "ip_endpoints_config"].map((block) => `control_plane_endpoints_config.${block}`),
      ...["config_connector_config", "dns_cache_config", "gce_persistent_disk_csi_driver_config"].map(addon),
      ...["gcs_fuse_csi_driver_config", "gke_backup_agent_config", "horizontal_pod_autoscaling"].map(addon),
      ...["http_load_balancing", "lustre_csi_driver_config", "network_policy_config"].map(addon),
      ...["parallelstore_csi_driver_config", "ray_operator_config", "stateful_ha_config"].map(addon),
      ...["gcp_filestore_csi_driver_config", "cloudrun_config"].map(addon),
      ...["auto_provisioning_defaults", "auto_provisioning_defaults.management"].map(
        (block) => `cluster_autoscaling.${block}`,
      ),
      ...["auto_provisioning_defaults.upgrade_settings"].map((block) => `cluster_autoscaling.${block}`),
      ...["advanced_datapath_observability_config", "managed_prometheus"].map((block) => `monitoring_config.${block}`),
      "monitoring_config.managed_prometheus.auto_monitoring_config",
      "ip_allocation_policy.pod_cidr_overprovision_config",
      "private_cluster_config.master_global_access_config",
      ...NODE_CONFIG_COMPUTED,
      ...NODE_POOL_COMPUTED.map((block) => `node_pool.${block}`),
    ],
  },
  google_container_node_pool: {
    forceNew: [
      ...["cluster", "initial_node_count", "max_pods_per_node", "name_prefix", "placement_policy#"],
      ...["placement_policy.policy_name", "queued_provisioning", "network_config.additional_node_network_configs"],
      ...["network_config.additional_pod_network_configs", "network_config.create_pod_range"],
      ...[
        "network_config.pod_cidr_overprovision_config",
        "network_config.pod_ipv4_cidr_block",
        "network_config.pod_range",
      ],
      ...["node_config#", ...NODE_CONFIG],
    ],
    computedBlocks: NODE_POOL_COMPUTED,
  },
  google_gke_backup_backup_plan: { forceNew: ["cluster"] },
  google_gke_backup_restore_plan: { forceNew: ["backup_plan", "cluster"] },
  google_gke_hub_membership: { forceNew: ["endpoint"] },
};

function addon(block: string): string {
  return `addons_config.${block}`;
}
