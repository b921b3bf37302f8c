import { LEVELS } from "../levels";
import { firewallEgressNarrow } from "../rules/network/firewall-egress-narrow";
import { firewallLoadBalancers } from "../rules/network/firewall-load-balancers";
import { firewallNarrow } from "../rules/network/firewall-narrow";
import { firewallNotOpen } from "../rules/network/firewall-not-open";
import { firewallOrder } from "../rules/network/firewall-order";
import { networkCustomMode } from "../rules/network/network-custom-mode";
import { networkIngressDenied } from "../rules/network/network-ingress-denied";
import { networkRangesDisjoint } from "../rules/network/network-ranges-disjoint";
import { networkRangesPrivate } from "../rules/network/network-ranges-private";
import { projectNoDefaultNetwork } from "../rules/network/project-no-default-network";
import { subnetFlowLogDetail } from "../rules/network/subnet-flow-log-detail";
import { subnetFlowLogs } from "../rules/network/subnet-flow-logs";
import { subnetIpv6Private } from "../rules/network/subnet-ipv6-private";
import { subnetPrivateGoogleAccess } from "../rules/network/subnet-private-google-access";
import { subnetServesCluster } from "../rules/network/subnet-serves-cluster";
import { ARMOR_ROWS } from "./network-armor";
import { NETWORK_EGRESS_ROWS } from "./network-egress";
import { EDGE_ROWS } from "./edge";
import { type PolicyRow } from "./row";

/** VPC, load balancing, Cloud Armor, certificates, DNS. */
export const NETWORK_ROWS: readonly PolicyRow[] = [
  {
    id: "network-custom-mode",
    level: LEVELS.production,
    fact: "networks have planned subnets only",
    why: "automatic subnets exist in every region, in ranges that every other such network has as well, so the two can never be connected",
    fix: "set auto_create_subnetworks to false and make the subnets that are needed",
    covers: ["CKV2_GCP_2"],
    references: ["https://cloud.google.com/vpc/docs/vpc#subnet-ranges"],
    rule: networkCustomMode,
  },
  {
    id: "project-no-default-network",
    level: LEVELS.everywhere,
    fact: "projects begin without a default network",
    why: "its firewall rules let SSH, RDP and ICMP in from everywhere",
    fix: "set auto_create_network to false",
    covers: ["CKV_GCP_27", "AVD-GCP-0010"],
    references: ["https://cloud.google.com/vpc/docs/vpc#default-network"],
    rule: projectNoDefaultNetwork,
  },
  {
    id: "network-ingress-denied",
    level: LEVELS.recommended,
    fact: "each network has a logged rule that refuses the ingress that no other allows",
    why: "the rule that every network has by itself writes no logs, so nobody sees who tries",
    fix: "add a google_compute_firewall of priority 65535 that denies all protocols from 0.0.0.0/0 with log_config",
    covers: ["CKV2_GCP_18", "C9"],
    references: ["https://cloud.google.com/firewall/docs/firewall-rules-logging"],
    rule: networkIngressDenied,
  },
  {
    id: "network-ranges-disjoint",
    level: LEVELS.everywhere,
    fact: "no two ranges of a network have an address in common",
    why: "what overlaps is refused late in a deploy, or answered by the wrong machine",
    fix: "choose ranges for nodes, pods, Services, proxies, private services and control planes that lie apart",
    covers: [],
    references: [
      "https://cloud.google.com/vpc/docs/subnets#valid-ranges",
      "https://cloud.google.com/kubernetes-engine/docs/concepts/alias-ips",
    ],
    rule: networkRangesDisjoint,
  },
  {
    id: "network-ranges-private",
    level: LEVELS.recommended,
    fact: "ranges of a network are private ones",
    why: "addresses that somebody else owns can't be reached any more from inside",
    fix: "choose ranges of RFC 1918 or RFC 6598, or acknowledge that the range is yours",
    covers: [],
    references: ["https://cloud.google.com/vpc/docs/subnets#valid-ranges"],
    rule: networkRangesPrivate,
  },
  {
    id: "firewall-not-open",
    level: LEVELS.everywhere,
    fact: "no firewall rule lets the internet in",
    why: "whatever listens there is found within minutes, whether or not it was meant for everybody",
    fix: "name the ranges that need it, or let people in through Identity-Aware Proxy and load balancers",
    covers: [
      "CIS-GKE-5.6.6",
      "CKV_GCP_2",
      "CKV_GCP_3",
      "CKV_GCP_75",
      "CKV_GCP_77",
      "CKV_GCP_88",
      "CKV_GCP_106",
      "CKV2_GCP_12",
      "AVD-GCP-0027",
      "AVD-GCP-0070",
      "AVD-GCP-0071",
    ],
    references: [
      "https://cloud.google.com/firewall/docs/firewalls",
      "https://cloud.google.com/iap/docs/using-tcp-forwarding",
    ],
    rule: firewallNotOpen,
  },
  {
    id: "firewall-narrow",
    level: LEVELS.recommended,
    fact: "firewall rules that allow ingress name ports, few of them",
    why: "what is started tomorrow on another port is open without anybody having decided so",
    fix: "list the ports in allow, and one source range at a time",
    covers: ["AVD-GCP-0072", "AVD-GCP-0073", "AVD-GCP-0074"],
    references: ["https://cloud.google.com/firewall/docs/firewalls"],
    rule: firewallNarrow,
  },
  {
    id: "firewall-order",
    level: LEVELS.production,
    fact: "each firewall rule has an effect",
    why: "a refusal behind a rule that allows protects nothing, and one before all others cuts everything off",
    fix: "give rules that refuse everything the highest number, 65535, and remove disabled ones",
    covers: [],
    references: ["https://cloud.google.com/firewall/docs/firewalls#priority_order_for_firewall_rules"],
    rule: firewallOrder,
  },
  {
    id: "firewall-load-balancers",
    level: LEVELS.recommended,
    fact: "a network that refuses all ingress lets Google's load balancers reach their backends",
    why: "health checks fail, so every backend is taken out",
    fix: "allow 35.191.0.0/16 and 130.211.0.0/22 to the ports of the health checks",
    covers: ["C9"],
    references: [
      "https://cloud.google.com/load-balancing/docs/health-check-concepts#ip-ranges",
      "https://cloud.google.com/kubernetes-engine/docs/concepts/firewall-rules",
    ],
    rule: firewallLoadBalancers,
  },
  {
    id: "firewall-egress-narrow",
    level: LEVELS.recommended,
    fact: "firewall rules that allow egress name destinations",
    why: "a rule that refuses egress behind it has no effect, so stolen data leaves unhindered",
    fix: "set destination_ranges to what is needed",
    covers: ["AVD-GCP-0035"],
    references: ["https://cloud.google.com/firewall/docs/firewalls"],
    rule: firewallEgressNarrow,
  },
  {
    id: "subnet-flow-logs",
    level: LEVELS.production,
    fact: "subnets have flow logs",
    why: "after an incident nobody could tell who talked to whom",
    fix: "set log_config with a flow_sampling above 0",
    covers: ["CKV_GCP_26", "AVD-GCP-0029", "AVD-GCP-0076"],
    references: ["https://cloud.google.com/vpc/docs/flow-logs"],
    rule: subnetFlowLogs,
  },
  {
    id: "subnet-flow-log-detail",
    level: LEVELS.recommended,
    fact: "flow logs are fine enough to follow a connection",
    why: "short connections fall between two samples",
    fix: "set aggregation_interval to five minutes or less, flow_sampling to 0.1 or more, and keep the metadata",
    covers: [],
    references: ["https://cloud.google.com/vpc/docs/flow-logs#log-sampling"],
    rule: subnetFlowLogDetail,
  },
  {
    id: "subnet-private-google-access",
    level: LEVELS.production,
    fact: "instances reach Google's APIs by private addresses",
    why: "instances without public addresses can't pull images or write logs, or do so through NAT",
    fix: "set private_ip_google_access to true",
    covers: ["CKV_GCP_74", "AVD-GCP-0075"],
    references: ["https://cloud.google.com/vpc/docs/private-google-access"],
    rule: subnetPrivateGoogleAccess,
  },
  {
    id: "subnet-ipv6-private",
    level: LEVELS.production,
    fact: "IPv6 in subnets is internal",
    why: "with an external range every instance has an address on the internet",
    fix: "set ipv6_access_type to INTERNAL and private_ipv6_google_access",
    covers: ["CKV_GCP_76"],
    references: ["https://cloud.google.com/vpc/docs/subnets#ipv6-ranges"],
    rule: subnetIpv6Private,
  },
  {
    id: "subnet-serves-cluster",
    level: LEVELS.production,
    fact: "subnets have the ranges that their clusters name, with room to grow",
    why: "a cluster whose pod range is used up adds no more nodes, and the range can't be widened",
    fix: "choose ranges for sixteen nodes and 256 Services at least, in the cluster's region",
    covers: [],
    references: [
      "https://cloud.google.com/kubernetes-engine/docs/how-to/flexible-pod-cidr",
      "https://cloud.google.com/kubernetes-engine/docs/concepts/alias-ips",
    ],
    rule: subnetServesCluster,
  },
  ...NETWORK_EGRESS_ROWS,
  ...ARMOR_ROWS,
  ...EDGE_ROWS,
];
