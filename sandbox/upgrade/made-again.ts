const FOLLOWS = "Whoever refers to it in the stack follows its new id.";
const GRANT = "A grant is its content; access is missing until the new one takes effect, typically two minutes.";
const CONTENT = "It is its configuration and nothing else.";

/**
 * Types that are destroyed and made again without a loss of data or identity, and why. Some of them mean minutes in which something does
 * not work; that is no loss, and the plan's summary names them.
 */
export const MADE_AGAIN_WITHOUT_LOSS: Readonly<Record<string, string>> = {
  google_artifact_registry_repository_iam_member: GRANT,
  google_billing_budget: "What was spent is counted by the billing account; a new budget sees it all.",
  google_certificate_manager_certificate:
    "Google issues a new one for the same names; hosts have no certificate until it is active, minutes to an hour.",
  google_certificate_manager_certificate_map: `${CONTENT} The load balancer has no certificates until the new one is programmed.`,
  google_certificate_manager_certificate_map_entry: CONTENT,
  google_certificate_manager_dns_authorization: `The record that proves the domain follows. ${FOLLOWS}`,
  google_compute_firewall: CONTENT,
  google_compute_network:
    "It holds nothing itself; a cluster or a database in it can't stay and stands in the plan under its own name.",
  google_compute_router: "Routes are learned anew; connections through its gateways break.",
  google_compute_router_nat: "Connections to the outside break once; the addresses are resources of their own.",
  google_compute_security_policy: `${CONTENT} Its rules follow.`,
  google_compute_security_policy_rule: CONTENT,
  google_compute_ssl_policy: CONTENT,
  google_compute_subnetwork:
    "It holds nothing itself; a cluster in it can't stay and stands in the plan under its own name.",
  google_container_node_pool:
    "Pods move to other nodes; volumes are attached there. What was on a node's own disk was never kept.",
  google_dns_record_set: "The same records come back; resolvers may remember for some minutes that there were none.",
  google_gke_backup_restore_plan: "It says how to restore; backups belong to the backup plan.",
  google_kms_crypto_key_iam_member: GRANT,
  google_monitoring_alert_policy: "Open incidents close; the metrics they were about are kept elsewhere.",
  google_monitoring_notification_channel: FOLLOWS,
  google_monitoring_uptime_check_config: `Its history is kept as metrics under the old id. ${FOLLOWS}`,
  google_project_iam_member: GRANT,
  google_project_service: "With disable_on_destroy = false nothing happens to the API.",
  google_project_service_identity: "A service agent is never deleted; Terraform only forgets it.",
  google_pubsub_topic_iam_member: GRANT,
  google_secret_manager_secret_iam_member: GRANT,
  google_service_account_iam_member: GRANT,
  google_service_networking_connection:
    "The API refuses to delete it while a database uses it; without one there is nothing behind it.",
  google_storage_bucket_iam_member: GRANT,
  kubernetes_network_policy_v1: `${CONTENT} For a moment everything is allowed that it forbids.`,
  terraform_data: "It keeps what the configuration gives it; what it triggers stands in the plan under its own name.",
};
