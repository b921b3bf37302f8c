import { type CorrectionTable } from "../corrections";

/**
 * What rules and documentation do not tell about Google's types: those of GKE's surroundings, Cloud SQL, networking,
 * IAM, Artifact Registry, Secret Manager, KMS, Cloud Armor, certificates, DNS and monitoring. Taken from the provider,
 * https://github.com/hashicorp/terraform-provider-google/tree/main/google/services: networks, subnetworks, Cloud SQL
 * instances and secret versions were compared with its source, the others list only what Google's API cannot change.
 * Conditions that its code adds (a subnetwork's range may grow, never shrink) are not schema and not in here.
 */
export const GOOGLE: CorrectionTable = {
  // networking
  google_compute_network: {
    forceNew: ["auto_create_subnetworks", "description", "internal_ipv6_range", "network_profile", "params"],
  },
  google_compute_subnetwork: {
    forceNew: [
      "description",
      "external_ipv6_prefix",
      "ip_collection",
      "network",
      "params",
      "purpose",
      "reserved_internal_range",
    ],
  },
  google_compute_firewall: { forceNew: ["direction", "network", "params"] },
  google_compute_router: { forceNew: ["encrypted_interconnect_router", "network"] },
  google_compute_router_nat: { forceNew: ["endpoint_types", "initial_nat_ips", "router", "type"] },
  google_compute_address: {
    forceNew: [
      ...["address", "address_type", "description", "ip_version", "ipv6_endpoint_type", "network", "network_tier"],
      ...["prefix_length", "purpose", "subnetwork"],
    ],
  },
  google_compute_global_address: {
    forceNew: ["address", "address_type", "description", "ip_version", "network", "prefix_length", "purpose"],
  },
  google_compute_network_peering: { forceNew: ["network", "peer_network"] },
  google_service_networking_connection: { forceNew: ["network", "service"] },
  google_vpc_access_connector: { forceNew: ["ip_cidr_range", "network", "subnet"] },
  google_network_connectivity_service_connection_policy: { forceNew: ["network", "service_class"] },
  google_compute_network_firewall_policy_rule: { forceNew: ["firewall_policy", "priority"] },
  google_compute_disk: {
    forceNew: [
      ...["async_primary_disk", "description", "disk_encryption_key", "enable_confidential_compute", "image"],
      ...["physical_block_size_bytes", "snapshot", "source_disk", "source_image_encryption_key"],
      ...["source_snapshot_encryption_key", "storage_pool", "type"],
    ],
  },
  google_compute_instance: {
    forceNew: ["description", "metadata_startup_script", "scratch_disk"],
    sensitive: ["attached_disk.disk_encryption_key_raw", "boot_disk.disk_encryption_key_raw"],
  },

  // load balancing, edge
  google_compute_ssl_policy: { forceNew: ["description"] },
  google_compute_ssl_certificate: { sensitive: ["certificate"] },
  google_compute_region_ssl_certificate: { sensitive: ["certificate"] },
  google_compute_target_http_proxy: { forceNew: ["description", "proxy_bind"] },
  google_compute_target_https_proxy: { forceNew: ["description", "proxy_bind"] },
  google_compute_global_forwarding_rule: {
    forceNew: [
      ...["description", "ip_address", "ip_protocol", "ip_version", "metadata_filters", "network", "network_tier"],
      ...["no_automate_dns_zone", "port_range", "service_directory_registrations", "source_ip_ranges", "subnetwork"],
    ],
  },
  google_compute_forwarding_rule: {
    forceNew: [
      ...[
        "all_ports",
        "description",
        "ip_address",
        "ip_collection",
        "ip_protocol",
        "ip_version",
        "is_mirroring_collector",
      ],
      ...["load_balancing_scheme", "network", "network_tier", "no_automate_dns_zone", "port_range", "ports"],
      ...["service_directory_registrations", "service_label", "subnetwork"],
    ],
  },
  google_certificate_manager_certificate: {
    forceNew: ["managed", "scope"],
    sensitive: ["self_managed.certificate_pem"],
  },
  google_certificate_manager_certificate_map_entry: { forceNew: ["hostname", "map", "matcher"] },
  google_certificate_manager_dns_authorization: { forceNew: ["domain", "type"] },
  google_dns_managed_zone: { forceNew: ["dns_name", "visibility"] },
  google_dns_record_set: { forceNew: ["managed_zone"] },

  // data
  google_sql_database_instance: {
    forceNew: [
      ...["encryption_key_name", "master_instance_name", "settings.collation", "settings.disk_type"],
      ...["ca_certificate", "client_certificate", "client_key", "connect_retry_interval", "dump_file_path"].map(
        replica,
      ),
      ...["failover_target", "master_heartbeat_period", "password", "ssl_cipher", "username"].map(replica),
      ...["verify_server_certificate"].map(replica),
    ],
    sensitive: ["server_ca_cert"],
    computedBlocks: [
      ...["replica_configuration", "replication_cluster", "settings", "settings.backup_configuration"],
      ...["settings.backup_configuration.backup_retention_settings", "settings.connection_pool_config"],
      ...["settings.data_cache_config", "settings.insights_config", "settings.ip_configuration"],
      ...["settings.location_preference"],
    ],
  },
  google_sql_database: { forceNew: ["instance"] },
  google_sql_user: { forceNew: ["type"] },
  google_redis_instance: {
    forceNew: [
      ...["alternative_location_id", "authorized_network", "connect_mode", "customer_managed_key", "location_id"],
      ...["reserved_ip_range", "tier", "transit_encryption_mode"],
    ],
    sensitive: ["auth_string"],
  },
  google_redis_cluster: {
    forceNew: [
      ...[
        "authorization_mode",
        "gcs_source",
        "kms_key",
        "managed_backup_source",
        "psc_configs",
        "transit_encryption_mode",
      ],
      ...["zone_distribution_config"],
    ],
  },
  google_memorystore_instance: {
    forceNew: [
      ...["desired_auto_created_endpoints", "desired_psc_auto_connections", "gcs_source", "kms_key"],
      ...["managed_backup_source", "zone_distribution_config"],
    ],
  },
  google_storage_bucket: { forceNew: ["custom_placement_config", "enable_object_retention", "hierarchical_namespace"] },
  google_storage_bucket_object: {
    forceNew: ["bucket", "customer_encryption", "kms_key_name", "storage_class"],
    sensitive: ["content", "customer_encryption.encryption_key"],
  },
  google_storage_hmac_key: { sensitive: ["secret"] },
  google_pubsub_subscription: { forceNew: ["enable_message_ordering", "filter", "topic"] },
  google_artifact_registry_repository: {
    forceNew: ["format", "kms_key_name", "maven_config", "mode", "remote_repository_config#"],
  },

  // secrets and keys
  google_secret_manager_secret: {
    forceNew: ["replication#", "replication.auto#", "replication.user_managed", "tags"],
  },
  google_secret_manager_secret_version: {
    forceNew: ["is_secret_data_base64", "secret", "secret_data", "secret_data_wo_version"],
  },
  google_secret_manager_regional_secret: { forceNew: ["tags"] },
  google_secret_manager_regional_secret_version: { forceNew: ["is_secret_data_base64", "secret", "secret_data"] },
  google_kms_crypto_key: {
    forceNew: [
      ...["crypto_key_backend", "destroy_scheduled_duration", "import_only", "key_ring", "purpose"],
      ...["skip_initial_version_creation", "version_template.protection_level"],
    ],
  },
  google_kms_crypto_key_version: { forceNew: ["crypto_key", "external_protection_level_options"] },
  google_kms_secret_ciphertext: { sensitive: ["additional_authenticated_data", "plaintext"] },

  // projects and identities
  google_project: { updatable: ["name"] },
  google_project_service: { forceNew: ["service"] },
  google_service_account: {
    updatable: ["create_ignore_already_exists", "description", "disabled", "display_name"],
  },
  google_service_account_key: { forceNew: "*" },
  google_iam_workload_identity_pool_provider: { forceNew: ["workload_identity_pool_id"] },
  google_tags_tag_key: { forceNew: ["parent", "short_name"] },
  google_tags_tag_value: { forceNew: ["parent", "short_name"] },
  google_org_policy_policy: { forceNew: ["parent"] },
  google_essential_contacts_contact: { forceNew: ["email", "parent"] },
  google_billing_budget: { forceNew: ["billing_account"] },
  google_iap_client: { sensitive: ["secret"] },
  google_apikeys_key: { sensitive: ["key_string"] },

  // monitoring and delivery
  google_monitoring_uptime_check_config: {
    forceNew: ["checker_type", "monitored_resource", "resource_group", "synthetic_monitor"],
  },
  google_monitoring_service: { forceNew: ["basic_service"] },
  google_monitoring_slo: { forceNew: ["service"] },
  google_monitoring_metric_descriptor: { forceNew: ["metric_kind", "type", "value_type"] },
  google_monitoring_notification_channel: {
    sensitive: ["sensitive_labels.auth_token", "sensitive_labels.service_key"],
  },
  google_cloudbuild_trigger: { updatable: ["name"] },
};

function replica(argument: string): string {
  return `replica_configuration.${argument}`;
}
