import { LEVELS } from "../levels";
import { gkeEncryptionNotSwitchedOff } from "../rules/gke/gke-encryption-not-switched-off";
import { gkeFeaturesInUse } from "../rules/gke/gke-features-in-use";
import { gkeIntranodeVisibility } from "../rules/gke/gke-intranode-visibility";
import { gkeNetworkPoliciesEnforced } from "../rules/gke/gke-network-policies-enforced";
import { gkeNoServiceExternalIps } from "../rules/gke/gke-no-service-external-ips";
import { gkeOwnNetwork } from "../rules/gke/gke-own-network";
import { gkePrivateNodes } from "../rules/gke/gke-private-nodes";
import { gkeRangesPlanned } from "../rules/gke/gke-ranges-planned";
import { gkeVpcNative } from "../rules/gke/gke-vpc-native";
import { type PolicyRow } from "./row";

/** The network of a cluster. */
export const GKE_NETWORK_ROWS: readonly PolicyRow[] = [
  {
    id: "gke-private-nodes",
    level: LEVELS.everywhere,
    fact: "GKE nodes have no public addresses",
    why: "every node would be reachable from the internet",
    fix: "set private_cluster_config.enable_private_nodes to true",
    covers: ["seed/private-nodes-off", "CKV_GCP_25", "CKV_GCP_64", "AVD-GCP-0059", "CIS-GKE-5.6.5"],
    references: ["https://cloud.google.com/kubernetes-engine/docs/concepts/private-cluster-concept"],
    rule: gkePrivateNodes,
  },
  {
    id: "gke-own-network",
    level: LEVELS.production,
    fact: "GKE clusters are in a network and a subnetwork of their own, in their region",
    why: "the default network lets all its machines talk to each other, and its ranges overlap with those of every other project",
    fix: "set network and subnetwork to ones that are made for the cluster",
    covers: [],
    references: ["https://cloud.google.com/kubernetes-engine/docs/concepts/network-overview"],
    rule: gkeOwnNetwork,
  },
  {
    id: "gke-vpc-native",
    level: LEVELS.production,
    fact: "GKE clusters are VPC-native",
    why: "pods would have addresses that firewalls, private services and load balancers don't know",
    fix: "set ip_allocation_policy and leave networking_mode at VPC_NATIVE",
    covers: ["CKV_GCP_23", "AVD-GCP-0049", "CIS-GKE-5.6.2"],
    references: ["https://cloud.google.com/kubernetes-engine/docs/concepts/alias-ips"],
    rule: gkeVpcNative,
  },
  {
    id: "gke-ranges-planned",
    level: LEVELS.recommended,
    fact: "ranges of pods and Services are chosen, not taken by GKE",
    why: "a range that GKE takes can collide with a network that is connected later, and can't be changed any more",
    fix: "name ranges of the subnetwork in ip_allocation_policy",
    covers: [],
    references: ["https://cloud.google.com/kubernetes-engine/docs/concepts/alias-ips"],
    rule: gkeRangesPlanned,
  },
  {
    id: "gke-network-policies-enforced",
    level: LEVELS.production,
    fact: "GKE enforces NetworkPolicies",
    why: "they would be accepted and ignored, and every pod could talk to every other",
    fix: "set datapath_provider to ADVANCED_DATAPATH",
    covers: ["CKV_GCP_12", "AVD-GCP-0056"],
    references: ["https://cloud.google.com/kubernetes-engine/docs/how-to/network-policy"],
    rule: gkeNetworkPoliciesEnforced,
  },
  {
    id: "gke-intranode-visibility",
    level: LEVELS.recommended,
    fact: "the VPC sees traffic between pods of one node",
    why: "flow logs and firewall rules would miss it",
    fix: "set enable_intranode_visibility to true, and flow logs on the subnetwork",
    covers: ["CKV_GCP_61", "CIS-GKE-5.6.1"],
    references: ["https://cloud.google.com/kubernetes-engine/docs/how-to/intranode-visibility"],
    rule: gkeIntranodeVisibility,
  },
  {
    id: "gke-no-service-external-ips",
    level: LEVELS.production,
    fact: "Services in GKE can't claim external addresses",
    why: "who can write a Service could take over traffic of others (CVE-2020-8554)",
    fix: "set service_external_ips_config.enabled to false",
    covers: [],
    references: [
      "https://cloud.google.com/kubernetes-engine/docs/how-to/hardening-your-cluster",
      "https://github.com/kubernetes/kubernetes/issues/97076",
    ],
    rule: gkeNoServiceExternalIps,
  },
  {
    id: "gke-encryption-not-switched-off",
    level: LEVELS.recommended,
    fact: "nobody switches off encryption between nodes or of their memory",
    why: "what somebody once decided to encrypt would be readable again",
    fix: "remove the argument, or set in_transit_encryption_config to IN_TRANSIT_ENCRYPTION_INTER_NODE_TRANSPARENT and confidential_nodes.enabled to true",
    covers: [],
    references: [
      "https://cloud.google.com/kubernetes-engine/docs/how-to/encrypt-data-in-transit",
      "https://cloud.google.com/kubernetes-engine/docs/how-to/confidential-gke-nodes",
    ],
    rule: gkeEncryptionNotSwitchedOff,
  },
  {
    id: "gke-features-in-use",
    level: LEVELS.production,
    fact: "a GKE cluster has the features that the objects of its stack need",
    why: "GKE accepts the objects, and nothing happens: no load balancer, no policy, no secret, no metrics",
    fix: "switch on the feature that the finding names",
    covers: ["C19"],
    references: [
      "https://cloud.google.com/kubernetes-engine/docs/concepts/gateway-api",
      "https://cloud.google.com/kubernetes-engine/docs/how-to/fqdn-network-policies",
    ],
    rule: gkeFeaturesInUse,
  },
];
