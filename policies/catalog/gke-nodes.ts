import { LEVELS } from "../levels";
import { gkeBootDiskKey } from "../rules/gke/gke-boot-disk-key";
import { gkeKubeletPortClosed } from "../rules/gke/gke-kubelet-port-closed";
import { gkeMetadataServer } from "../rules/gke/gke-metadata-server";
import { gkeNoDefaultPool } from "../rules/gke/gke-no-default-pool";
import { gkeNodeAutoscaling } from "../rules/gke/gke-node-autoscaling";
import { gkeNodeImage } from "../rules/gke/gke-node-image";
import { gkeNodeLocalDns } from "../rules/gke/gke-node-local-dns";
import { gkeNodeScopes } from "../rules/gke/gke-node-scopes";
import { gkeNodeUpkeep } from "../rules/gke/gke-node-upkeep";
import { gkeNodeZones } from "../rules/gke/gke-node-zones";
import { gkeNodesGranted } from "../rules/gke/gke-nodes-granted";
import { gkeOwnNodeServiceAccount } from "../rules/gke/gke-own-node-service-account";
import { gkePersistentDiskDriver } from "../rules/gke/gke-persistent-disk-driver";
import { gkeShieldedNodes } from "../rules/gke/gke-shielded-nodes";
import { gkeVersionSkew } from "../rules/gke/gke-version-skew";
import { gkeVolumeKey } from "../rules/gke/gke-volume-key";
import { type PolicyRow } from "./row";

/** Nodes: pools, node auto-provisioning, and what Autopilot leaves to us. */
export const GKE_NODES_ROWS: readonly PolicyRow[] = [
  {
    id: "gke-own-node-service-account",
    level: LEVELS.production,
    fact: "GKE nodes run as a service account made for them",
    why: "the Compute Engine default account is an editor in many projects, and every pod could become it",
    fix: "set service_account in node_config, or in cluster_autoscaling.auto_provisioning_defaults on Autopilot",
    covers: ["CIS-GKE-5.2.1", "AVD-GCP-0050", "CKV2_GCP_1"],
    references: ["https://cloud.google.com/kubernetes-engine/docs/how-to/hardening-your-cluster"],
    rule: gkeOwnNodeServiceAccount,
  },
  {
    id: "gke-nodes-granted",
    level: LEVELS.recommended,
    fact: "the account of GKE nodes may write logs and metrics before nodes start",
    why: "nodes would come up mute, and the cluster would report them as degraded",
    fix: "grant roles/container.defaultNodeServiceAccount on the project, and name the grant in depends_on",
    covers: [],
    references: ["https://cloud.google.com/kubernetes-engine/docs/how-to/service-accounts#default-gke-service-account"],
    rule: gkeNodesGranted,
  },
  {
    id: "gke-no-default-pool",
    level: LEVELS.recommended,
    fact: "node pools are resources of their own",
    why: "a change of a pool inside the cluster replaces the cluster",
    fix: "set remove_default_node_pool to true, and add google_container_node_pool",
    covers: ["CKV_GCP_123"],
    references: [
      "https://registry.terraform.io/providers/hashicorp/google/6.50.0/docs/resources/container_cluster#node_pool",
    ],
    rule: gkeNoDefaultPool,
  },
  {
    id: "gke-shielded-nodes",
    level: LEVELS.production,
    fact: "GKE nodes are shielded, with Secure Boot and integrity monitoring",
    why: "changed boot software, or a machine that only says that it is a node, would go unnoticed",
    fix: "set shielded_instance_config with enable_secure_boot and enable_integrity_monitoring, and leave enable_shielded_nodes on",
    covers: [
      "CKV_GCP_68",
      "CKV_GCP_71",
      "CKV_GCP_72",
      "AVD-GCP-0055",
      "CIS-GKE-5.5.5",
      "CIS-GKE-5.5.6",
      "CIS-GKE-5.5.7",
    ],
    references: ["https://cloud.google.com/kubernetes-engine/docs/how-to/shielded-gke-nodes"],
    rule: gkeShieldedNodes,
  },
  {
    id: "gke-metadata-server",
    level: LEVELS.everywhere,
    fact: "pods of GKE ask GKE's metadata server",
    why: "any pod could take the token of the node's account",
    fix: "set workload_metadata_config.mode to GKE_METADATA",
    covers: ["CKV_GCP_69", "AVD-GCP-0057", "CIS-GKE-5.4.1"],
    references: ["https://cloud.google.com/kubernetes-engine/docs/how-to/workload-identity"],
    rule: gkeMetadataServer,
  },
  {
    id: "gke-node-image",
    level: LEVELS.recommended,
    fact: "GKE nodes run Container-Optimized OS with containerd",
    why: "a larger system has more to attack and more to update",
    fix: "set image_type to COS_CONTAINERD",
    covers: ["CKV_GCP_22", "AVD-GCP-0054", "CIS-GKE-5.5.1"],
    references: ["https://cloud.google.com/kubernetes-engine/docs/concepts/node-images"],
    rule: gkeNodeImage,
  },
  {
    id: "gke-node-upkeep",
    level: LEVELS.production,
    fact: "GKE repairs and upgrades nodes by itself",
    why: "broken nodes stay, and old ones miss security patches",
    fix: "set management.auto_repair and management.auto_upgrade to true",
    covers: ["CKV_GCP_9", "CKV_GCP_10", "AVD-GCP-0058", "AVD-GCP-0063", "CIS-GKE-5.5.2", "CIS-GKE-5.5.3"],
    references: [
      "https://cloud.google.com/kubernetes-engine/docs/how-to/node-auto-repair",
      "https://cloud.google.com/kubernetes-engine/docs/how-to/node-auto-upgrades",
    ],
    rule: gkeNodeUpkeep,
  },
  {
    id: "gke-node-scopes",
    level: LEVELS.recommended,
    fact: "scopes of GKE nodes let them write logs and pull images",
    why: "a node without them starts no pod of a private registry, and is silent",
    fix: "leave oauth_scopes out or set it to https://www.googleapis.com/auth/cloud-platform, and give the account narrow roles",
    covers: [],
    references: ["https://cloud.google.com/kubernetes-engine/docs/how-to/access-scopes"],
    rule: gkeNodeScopes,
  },
  {
    id: "gke-kubelet-port-closed",
    level: LEVELS.production,
    fact: "the kubelet's read-only port is closed",
    why: "whoever is in the network could list every pod with its environment, without signing in",
    fix: "set insecure_kubelet_readonly_port_enabled to FALSE for the cluster's nodes",
    covers: [],
    references: ["https://cloud.google.com/kubernetes-engine/docs/how-to/disable-kubelet-readonly-port"],
    rule: gkeKubeletPortClosed,
  },
  {
    id: "gke-boot-disk-key",
    level: LEVELS.recommended,
    fact: "disks of GKE nodes are encrypted with a key of ours",
    why: "nobody could take images, logs and temporary files on them out of use by disabling a key",
    fix: "set boot_disk_kms_key",
    covers: ["CIS-GKE-5.9.2", "gke-policy-automation/node-pool-disk-encryption"],
    references: ["https://cloud.google.com/kubernetes-engine/docs/how-to/using-cmek"],
    rule: gkeBootDiskKey,
  },
  {
    id: "gke-volume-key",
    level: LEVELS.recommended,
    fact: "StorageClasses encrypt volumes with a key of ours",
    why: "nobody could take the data out of use by disabling a key",
    fix: "set parameters.disk-encryption-kms-key",
    covers: ["CIS-GKE-5.9.1"],
    references: ["https://cloud.google.com/kubernetes-engine/docs/how-to/using-cmek"],
    rule: gkeVolumeKey,
  },
  {
    id: "gke-node-zones",
    level: LEVELS.recommended,
    fact: "GKE nodes are in more than one zone",
    why: "one zone that fails takes every pod with it",
    fix: "leave node_locations out or name two zones at least",
    covers: ["gke-policy-automation/node-pool-multi-zone", "gke-policy-automation/nap-single-zone"],
    references: ["https://cloud.google.com/kubernetes-engine/docs/concepts/regional-clusters"],
    rule: gkeNodeZones,
  },
  {
    id: "gke-node-autoscaling",
    level: LEVELS.recommended,
    fact: "node pools grow with their load",
    why: "pods wait for ever when the nodes are full",
    fix: "set autoscaling with a maximum above the minimum",
    covers: ["gke-policy-automation/node-pool-autoscaling"],
    references: ["https://cloud.google.com/kubernetes-engine/docs/concepts/cluster-autoscaler"],
    rule: gkeNodeAutoscaling,
  },
  {
    id: "gke-node-local-dns",
    level: LEVELS.recommended,
    fact: "nodes answer look-ups from a cache",
    why: "kube-dns is a bottleneck, and its loss stops everything",
    fix: "set addons_config.dns_cache_config.enabled to true",
    covers: ["gke-policy-automation/node-local-dns"],
    references: ["https://cloud.google.com/kubernetes-engine/docs/how-to/nodelocal-dns-cache"],
    rule: gkeNodeLocalDns,
  },
  {
    id: "gke-persistent-disk-driver",
    level: LEVELS.production,
    fact: "the Persistent Disk driver of GKE is on",
    why: "volumes could neither be made nor attached by pods that start somewhere else",
    fix: "leave addons_config.gce_persistent_disk_csi_driver_config on",
    covers: ["gke-policy-automation/persistent-disk-driver"],
    references: ["https://cloud.google.com/kubernetes-engine/docs/how-to/persistent-volumes/gce-pd-csi-driver"],
    rule: gkePersistentDiskDriver,
  },
  {
    id: "gke-version-skew",
    level: LEVELS.production,
    fact: "nodes are at most two minor versions behind the control plane",
    why: "Kubernetes does not support more, and GKE refuses to upgrade the control plane",
    fix: "raise version of the pool",
    covers: ["gke-policy-automation/version-skew"],
    references: ["https://kubernetes.io/releases/version-skew-policy/"],
    rule: gkeVersionSkew,
  },
];
