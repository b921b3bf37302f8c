import { at, text, type ObjectValue } from "../../plugin/values";
import { publicAddresses } from "../addresses";
import { type Facts, type Kinds } from "../kind";
import { SANDBOX_CA } from "./certificate";

/** The version the regular release channel gives new clusters. https://cloud.google.com/kubernetes-engine/docs/release-notes */
export const CLUSTER_VERSION = "1.34.1-gke.1829001";

const cluster = "projects/{project}/locations/{location}/clusters/{name}";

/** `gke-<hash>-<project number>.<region>.gke.goog`: https://cloud.google.com/kubernetes-engine/docs/concepts/network-isolation#dns-endpoint */
function dnsEndpoint({ digest, projectNumber, object }: Facts): string {
  return `gke-${digest("endpoint", 32)}-${projectNumber()}.${regionOf(object)}.gke.goog`;
}

function regionOf(object: ObjectValue): string {
  return (text(object, "location") ?? "").replace(/-[a-z]$/, "");
}

/** Kubernetes Engine and Backup for GKE. */
export const container: Kinds = {
  google_container_cluster: {
    id: cluster,
    computed: {
      self_link: `https://container.googleapis.com/v1/${cluster}`,
      endpoint: ({ allocate }) => allocate("addresses", publicAddresses()),
      master_version: CLUSTER_VERSION,
      node_version: CLUSTER_VERSION,
      min_master_version: "",
      services_ipv4_cidr: ({ object }) =>
        textAt(object, "ip_allocation_policy.0.services_ipv4_cidr_block", "34.118.224.0/20"),
      cluster_ipv4_cidr: ({ object }) =>
        textAt(object, "ip_allocation_policy.0.cluster_ipv4_cidr_block", "10.0.0.0/14"),
      default_max_pods_per_node: ({ object }) => (object["enable_autopilot"] === true ? 32 : 110),
      networking_mode: "VPC_NATIVE",
      datapath_provider: ({ object }) =>
        object["enable_autopilot"] === true ? "ADVANCED_DATAPATH" : "LEGACY_DATAPATH",
      node_locations: ({ object }) => ["a", "b", "c"].map((zone) => `${regionOf(object)}-${zone}`),
      logging_service: "logging.googleapis.com/kubernetes",
      monitoring_service: "monitoring.googleapis.com/kubernetes",
      enable_shielded_nodes: true,
      operation: "",
      tpu_ipv4_cidr_block: "",
      label_fingerprint: ({ digest }) => digest("labels", 8),
      "control_plane_endpoints_config.dns_endpoint_config.endpoint": dnsEndpoint,
      "private_cluster_config.private_endpoint": "10.0.0.2",
      "private_cluster_config.public_endpoint": "{endpoint}",
      "private_cluster_config.peering_name": "",
      // a certificate that nobody asked for is not made: the provider then reports two empty texts
      "master_auth.client_certificate": ({ object }) => (issuesClientCertificate(object) ? base64(SANDBOX_CA) : ""),
      "master_auth.client_key": ({ object, digest }) =>
        issuesClientCertificate(object) ? base64(digest("client key", 64)) : "",
      "master_auth.cluster_ca_certificate": () => base64(SANDBOX_CA),
      "workload_identity_config.workload_pool": "{project}.svc.id.goog",
      "node_config.service_account": "default",
    },
    computedBlocks: {
      master_auth: () => [
        {
          client_certificate: "",
          client_key: "",
          cluster_ca_certificate: base64(SANDBOX_CA),
          client_certificate_config: [{ issue_client_certificate: false }],
        },
      ],
      control_plane_endpoints_config: (facts) => [
        {
          dns_endpoint_config: [{ allow_external_traffic: false, endpoint: dnsEndpoint(facts) }],
          ip_endpoints_config: [{ enabled: true }],
        },
      ],
      workload_identity_config: ({ object, project }) =>
        object["enable_autopilot"] === true
          ? [{ workload_pool: `${text(object, "project") ?? project}.svc.id.goog` }]
          : [],
    },
    defaults: { deletion_protection: true, enable_kubernetes_alpha: false, enable_legacy_abac: false },
    forceNew: [
      "name",
      "project",
      "location",
      "network",
      "subnetwork",
      "enable_autopilot",
      "initial_node_count",
      "networking_mode",
      "ip_allocation_policy",
      "enable_kubernetes_alpha",
      "enable_tpu",
      "default_max_pods_per_node",
      "datapath_provider",
      "confidential_nodes",
      "private_cluster_config.enable_private_nodes",
      "private_cluster_config.master_ipv4_cidr_block",
    ],
  },
  google_container_node_pool: {
    id: "projects/{project}/locations/{location}/clusters/{cluster|last}/nodePools/{name}",
    computed: {
      version: CLUSTER_VERSION,
      operation: "",
      instance_group_urls: () => [],
      managed_instance_group_urls: () => [],
      max_pods_per_node: 110,
      initial_node_count: 0,
      node_count: 1,
      node_locations: ({ object }) => ["a", "b", "c"].map((zone) => `${regionOf(object)}-${zone}`),
      "node_config.machine_type": "e2-medium",
      "node_config.disk_size_gb": 100,
      "node_config.disk_type": "pd-balanced",
      "node_config.image_type": "COS_CONTAINERD",
      "node_config.service_account": "default",
    },
    forceNew: ["name", "project", "location", "cluster", "initial_node_count", "max_pods_per_node", "node_config.spot"],
  },
  google_gke_backup_backup_plan: {
    id: "projects/{project}/locations/{location}/backupPlans/{name}",
    computed: { protected_pod_count: 0, state: "READY", state_reason: "" },
    forceNew: ["name", "project", "location", "cluster"],
  },
  google_gke_backup_restore_plan: {
    id: "projects/{project}/locations/{location}/restorePlans/{name}",
    computed: { state: "READY", state_reason: "" },
    forceNew: ["name", "project", "location", "cluster", "backup_plan"],
  },
};

function textAt(object: ObjectValue, path: string, otherwise: string): string {
  const value = at(object, path);
  return typeof value === "string" && value !== "" ? value : otherwise;
}

function issuesClientCertificate(object: ObjectValue): boolean {
  return at(object, "master_auth.0.client_certificate_config.0.issue_client_certificate") === true;
}

function base64(value: string): string {
  return Buffer.from(value).toString("base64");
}
