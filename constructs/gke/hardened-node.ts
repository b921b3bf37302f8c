import { type ContainerNodePoolNodeConfig } from "@cdktf/provider-google/lib/container-node-pool";

/**
 * What every node of a Standard cluster is, the short-lived first one included: Container-Optimized OS, shielded, and
 * with the metadata server that gives pods their own identity instead of the node's.
 * https://cloud.google.com/kubernetes-engine/docs/how-to/hardening-your-cluster
 */
export const HARDENED_NODE = {
  imageType: "COS_CONTAINERD",
  // IAM decides what nodes may do; narrower scopes would only hide roles that were given
  oauthScopes: ["https://www.googleapis.com/auth/cloud-platform"],
  shieldedInstanceConfig: { enableSecureBoot: true, enableIntegrityMonitoring: true },
  workloadMetadataConfig: { mode: "GKE_METADATA" },
  metadata: { "disable-legacy-endpoints": "true" },
} satisfies ContainerNodePoolNodeConfig;
