import { isList, isObject, text, Unknown, type ObjectValue, type Value } from "../plugin/values";
import { type CloudView } from "./law";
import { type CloudObject } from "./store";
import { lastSegment, segmentAfter } from "./template";

/** One attribute that names another object. */
export interface Reference {
  /** Path without list positions. */
  readonly path: string;
  /** The type it names. */
  readonly to: string;
  /** The attribute of the other object that its last segment is compared with. @default "name" */
  readonly by?: string;
  /** The other object can't be deleted as long as this one names it. */
  readonly holds?: boolean;
  /** Only values with a slash are names; others, such as an IP address, name nothing. */
  readonly orLiteral?: boolean;
}

const network: Reference = { path: "network", to: "google_compute_network", holds: true };
const subnetwork: Reference = { path: "subnetwork", to: "google_compute_subnetwork", holds: true };
const router: Reference = { path: "router", to: "google_compute_router", holds: true };
const cluster: Reference = { path: "cluster", to: "google_container_cluster" };
const instance: Reference = { path: "instance", to: "google_sql_database_instance" };
const topic: Reference = { path: "topic", to: "google_pubsub_topic" };
const secret = { to: "google_secret_manager_secret", by: "secret_id" };
const repository: Reference = { path: "repository", to: "google_artifact_registry_repository", by: "repository_id" };

/** Which attributes of a type name other objects of the same cloud. */
export const REFERENCES: Readonly<Record<string, readonly Reference[]>> = {
  google_compute_subnetwork: [network],
  google_compute_firewall: [network],
  google_compute_route: [network],
  google_compute_router: [network],
  google_compute_global_address: [network],
  google_compute_router_nat: [
    router,
    { path: "nat_ips", to: "google_compute_address", holds: true },
    { ...subnetwork, path: "subnetwork.name" },
  ],
  google_compute_router_interface: [router],
  google_compute_router_peer: [router],
  google_compute_vpn_tunnel: [router],
  google_compute_address: [subnetwork],
  google_compute_instance: [
    { ...network, path: "network_interface.network" },
    { ...subnetwork, path: "network_interface.subnetwork" },
  ],
  google_compute_forwarding_rule: [
    network,
    subnetwork,
    { path: "ip_address", to: "google_compute_address", holds: true, orLiteral: true },
  ],
  google_compute_global_forwarding_rule: [
    network,
    { path: "ip_address", to: "google_compute_global_address", holds: true, orLiteral: true },
  ],
  google_compute_network_peering_routes_config: [network],
  google_compute_security_policy_rule: [{ path: "security_policy", to: "google_compute_security_policy" }],
  google_service_networking_connection: [
    network,
    { path: "reserved_peering_ranges", to: "google_compute_global_address", holds: true },
  ],
  google_container_cluster: [network, subnetwork],
  google_container_node_pool: [cluster],
  google_gke_backup_backup_plan: [cluster],
  google_gke_backup_restore_plan: [cluster, { path: "backup_plan", to: "google_gke_backup_backup_plan", holds: true }],
  google_sql_database_instance: [
    { path: "settings.ip_configuration.private_network", to: "google_compute_network" },
    { path: "master_instance_name", to: "google_sql_database_instance", holds: true },
  ],
  google_sql_database: [instance],
  google_sql_user: [instance],
  google_sql_ssl_cert: [instance],
  google_secret_manager_secret: [{ ...topic, path: "topics.name" }],
  google_secret_manager_secret_version: [{ ...secret, path: "secret" }],
  google_secret_manager_secret_iam_member: [{ ...secret, path: "secret_id" }],
  google_secret_manager_secret_iam_binding: [{ ...secret, path: "secret_id" }],
  google_kms_crypto_key: [{ path: "key_ring", to: "google_kms_key_ring" }],
  google_kms_crypto_key_iam_member: [{ path: "crypto_key_id", to: "google_kms_crypto_key" }],
  google_kms_key_ring_iam_member: [{ path: "key_ring_id", to: "google_kms_key_ring" }],
  google_iam_workload_identity_pool_provider: [
    {
      path: "workload_identity_pool_id",
      to: "google_iam_workload_identity_pool",
      by: "workload_identity_pool_id",
    },
  ],
  google_service_account_iam_member: [{ path: "service_account_id", to: "google_service_account", by: "email" }],
  google_artifact_registry_repository_iam_member: [repository],
  google_storage_bucket_iam_member: [{ path: "bucket", to: "google_storage_bucket" }],
  google_storage_bucket_object: [{ path: "bucket", to: "google_storage_bucket" }],
  google_pubsub_subscription: [topic],
  google_pubsub_topic_iam_member: [topic],
  google_pubsub_subscription_iam_member: [{ path: "subscription", to: "google_pubsub_subscription" }],
  google_dns_record_set: [{ path: "managed_zone", to: "google_dns_managed_zone" }],
  google_certificate_manager_certificate: [
    { path: "managed.dns_authorizations", to: "google_certificate_manager_dns_authorization", holds: true },
  ],
  google_certificate_manager_certificate_map_entry: [
    { path: "map", to: "google_certificate_manager_certificate_map", holds: true },
    { path: "certificates", to: "google_certificate_manager_certificate", holds: true },
  ],
  google_monitoring_slo: [{ path: "service", to: "google_monitoring_custom_service", by: "service_id" }],
};

/** Other types that an attribute may name as well. */
const ALSO: Readonly<Record<string, readonly string[]>> = {
  google_monitoring_custom_service: ["google_monitoring_service"],
};

/** What stands at a path; one value per list item, unknown and empty ones left out. */
export function valuesAt(value: Value | undefined, path: string): readonly string[] {
  if (value === undefined || value === null || value instanceof Unknown) return [];
  if (isList(value)) return value.flatMap((item) => valuesAt(item, path));
  if (path === "") return typeof value === "string" && value !== "" ? [value] : [];
  const [step = "", ...rest] = path.split(".");
  return isObject(value) ? valuesAt(value[step], rest.join(".")) : [];
}

/** What an object names by a reference. */
export function namesAt(object: ObjectValue, { path, orLiteral = false }: Reference): readonly string[] {
  return valuesAt(object, path).filter((value) => !orLiteral || value.includes("/"));
}

/** The object that a reference (a bare name, a resource name or a self link) means. */
export function referenced(cloud: CloudView, reference: Reference, value: string): CloudObject | undefined {
  const { to, by = "name" } = reference;
  return [to, ...(ALSO[to] ?? [])]
    .flatMap((type) => cloud.list(type))
    .find(({ attributes }) => meets(attributes, by, value));
}

/** True when the value names the object with these attributes. */
export function meets(attributes: ObjectValue, by: string, value: string): boolean {
  const project = segmentAfter(value, "projects");
  const own = text(attributes, "project");
  const sameProject =
    project === undefined || own === undefined || project === own || /^\d+$/.test(project) || project === "-";
  return sameProject && lastSegment(text(attributes, by) ?? "") === lastSegment(value);
}
