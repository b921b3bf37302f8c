/** An argument that an Autopilot cluster does not take. */
export interface ForbiddenField {
  readonly path: string;
  /** `provider`: refused before a request, as a conflict with `enable_autopilot`; `api`: refused by GKE. */
  readonly by: "provider" | "api";
}

/**
 * What Autopilot decides itself. The provider's conflicts:
 * https://github.com/hashicorp/terraform-provider-google/blob/main/google/services/container/resource_container_cluster.go,
 * https://github.com/pulumi/pulumi-gcp/issues/2881; the API's:
 * https://github.com/terraform-google-modules/terraform-google-kubernetes-engine/issues/2075,
 * https://github.com/hashicorp/terraform-provider-google/issues/8863
 */
export const AUTOPILOT_FORBIDDEN: readonly ForbiddenField[] = [
  { path: "addons_config.network_policy_config", by: "provider" },
  { path: "cluster_autoscaling.enabled", by: "provider" },
  { path: "default_max_pods_per_node", by: "provider" },
  { path: "enable_intranode_visibility", by: "provider" },
  { path: "network_policy", by: "provider" },
  { path: "remove_default_node_pool", by: "provider" },
  { path: "node_config", by: "api" },
  { path: "node_pool", by: "api" },
  { path: "node_pool_defaults.node_config_defaults.insecure_kubelet_readonly_port_enabled", by: "api" },
  { path: "node_pool_defaults.node_config_defaults.logging_variant", by: "api" },
];
