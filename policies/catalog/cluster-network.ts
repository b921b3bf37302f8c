import { LEVELS } from "../levels";
import { namespaceDefaultDeny } from "../rules/cluster/namespace-default-deny";
import { metadataServerClosed } from "../rules/cluster/metadata-server-closed";
import { networkPolicyIngressNarrow } from "../rules/cluster/network-policy-ingress-narrow";
import { networkPolicyEgressPorts } from "../rules/cluster/network-policy-egress-ports";
import { networkPolicyEgressEverywhere } from "../rules/cluster/network-policy-egress-everywhere";
import { networkPolicyExceptsInternal } from "../rules/cluster/network-policy-excepts-internal";
import { networkPolicyExceptsSpecial } from "../rules/cluster/network-policy-excepts-special";
import { networkPolicyNamesPorts } from "../rules/cluster/network-policy-names-ports";
import { networkPolicyBlocksNarrow } from "../rules/cluster/network-policy-blocks-narrow";
import { networkPolicySelectsPods } from "../rules/cluster/network-policy-selects-pods";
import { networkPolicyBothEnds } from "../rules/cluster/network-policy-both-ends";
import { podsResolveNames } from "../rules/cluster/pods-resolve-names";
import { fqdnPolicyNarrow } from "../rules/cluster/fqdn-policy-narrow";
import { fqdnPolicyAddsToDeny } from "../rules/cluster/fqdn-policy-adds-to-deny";
import { cloudSqlProxyReaches } from "../rules/cluster/cloud-sql-proxy-reaches";
import { backendReachable } from "../rules/cluster/backend-reachable";
import { metricsReachable } from "../rules/cluster/metrics-reachable";
import { type PolicyRow } from "./row";

/** Who reaches whom: network policies. */
export const CLUSTER_NETWORK_ROWS: readonly PolicyRow[] = [
  {
    id: "namespace-default-deny",
    level: LEVELS.everywhere,
    fact: "each namespace with pods denies by default, both ways",
    why: "a pod that no other policy selects reaches everything, and everything reaches it",
    fix: "add a NetworkPolicy with an empty podSelector, both policyTypes and no rules",
    covers: ["kube-score/pod-networkpolicy", "kube-linter/non-isolated-pod", "CKV2_K8S_6", "C9"],
    references: [
      "https://kubernetes.io/docs/concepts/services-networking/network-policies/#default-deny-all-ingress-and-all-egress-traffic",
    ],
    rule: namespaceDefaultDeny,
  },
  {
    id: "metadata-server-closed",
    level: LEVELS.everywhere,
    fact: "only pods with a Google identity reach the metadata server's credential ports",
    why: "a request that somebody forges from such a pod gets the credentials of the account, or of the node",
    fix: "let DNS alone out to 169.254.169.254, or give the service account a Google identity",
    covers: ["C9"],
    references: ["https://cloud.google.com/kubernetes-engine/docs/how-to/workload-identity"],
    rule: metadataServerClosed,
  },
  {
    id: "network-policy-ingress-narrow",
    level: LEVELS.everywhere,
    fact: "no NetworkPolicy lets everybody in",
    why: "whoever is in the VPC, or on the internet, reaches the pod past the load balancer",
    fix: "name the pods, namespaces or ranges that connect",
    covers: ["KUBE-0001", "KSV-0038", "C9"],
    references: ["https://kubernetes.io/docs/concepts/services-networking/network-policies/"],
    rule: networkPolicyIngressNarrow,
  },
  {
    id: "network-policy-egress-ports",
    level: LEVELS.everywhere,
    fact: "a way out to everywhere names its ports",
    why: "mail, tunnels and scans leave like requests do",
    fix: "name protocol and port",
    covers: ["C9"],
    references: ["https://kubernetes.io/docs/concepts/services-networking/network-policies/"],
    rule: networkPolicyEgressPorts,
  },
  {
    id: "network-policy-egress-everywhere",
    level: LEVELS.recommended,
    fact: "pods reach hosts by name, not the whole internet",
    why: "code that is taken over sends what it has anywhere",
    fix: "name the hosts in a FQDNNetworkPolicy, or acknowledge it with why no list can be made",
    covers: ["KUBE-0002", "C9"],
    references: ["https://cloud.google.com/kubernetes-engine/docs/how-to/fqdn-network-policies"],
    rule: networkPolicyEgressEverywhere,
  },
  {
    id: "network-policy-excepts-internal",
    level: LEVELS.everywhere,
    fact: "a way out to the internet leaves out private and link-local ranges",
    why: "the database, other pods and the metadata server are on the same port as the internet",
    fix: "except 10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16, 100.64.0.0/10 and 169.254.0.0/16",
    covers: ["C9"],
    references: ["https://cloud.google.com/vpc/docs/subnets#valid-ranges"],
    rule: networkPolicyExceptsInternal,
  },
  {
    id: "network-policy-excepts-special",
    level: LEVELS.recommended,
    fact: "a way out to the internet leaves out the other ranges that aren't the internet",
    why: "GKE takes Service addresses from one of them, and a VPC may use some",
    fix: "except the special-purpose ranges of IANA, and 34.118.224.0/20",
    covers: ["C9"],
    references: ["https://www.iana.org/assignments/iana-ipv4-special-registry"],
    rule: networkPolicyExceptsSpecial,
  },
  {
    id: "network-policy-names-ports",
    level: LEVELS.recommended,
    fact: "rules of network policies name ports",
    why: "a debug port, a sidecar or a neighbour's service on the same addresses is open as well",
    fix: "name protocol and port, or a range of fewer than 1000",
    covers: ["C9"],
    references: [
      "https://kubernetes.io/docs/concepts/services-networking/network-policies/#targeting-a-range-of-ports",
    ],
    rule: networkPolicyNamesPorts,
  },
  {
    id: "network-policy-blocks-narrow",
    level: LEVELS.production,
    fact: "a block of addresses inside is for nodes, pods, Services or managed services, not for several",
    why: "who may reach the control plane reaches the database and every pod too",
    fix: "name the one range that is meant",
    covers: ["C9"],
    references: ["https://kubernetes.io/docs/concepts/services-networking/network-policies/"],
    rule: networkPolicyBlocksNarrow,
  },
  {
    id: "network-policy-selects-pods",
    level: LEVELS.production,
    fact: "network policies select pods that exist",
    why: "those for whom it was meant are closed to what they need, or left to what others open",
    fix: "select the labels of the pods",
    covers: ["kube-score/networkpolicy-targets-pod", "kube-linter/dangling-networkpolicy", "C9"],
    references: ["https://kubernetes.io/docs/concepts/services-networking/network-policies/#networkpolicy-resource"],
    rule: networkPolicySelectsPods,
  },
  {
    id: "network-policy-both-ends",
    level: LEVELS.production,
    fact: "what one end opens between two pods, the other opens as well",
    why: "the connection times out, and only at run time",
    fix: "open the same ports at both ends, or close this one",
    covers: ["C9"],
    references: [
      "https://kubernetes.io/docs/concepts/services-networking/network-policies/#the-two-sorts-of-pod-isolation",
    ],
    rule: networkPolicyBothEnds,
  },
  {
    id: "pods-resolve-names",
    level: LEVELS.production,
    fact: "pods that may connect to others may ask for names",
    why: "every connection by name fails, over TCP those with long answers",
    fix: "let UDP and TCP 53 out to kube-dns, NodeLocal DNSCache and Cloud DNS",
    covers: ["C9"],
    references: [
      "https://cloud.google.com/kubernetes-engine/docs/how-to/network-policy#network-policy-and-workload-identity",
    ],
    rule: podsResolveNames,
  },
  {
    id: "fqdn-policy-narrow",
    level: LEVELS.everywhere,
    fact: "a FQDNNetworkPolicy names hosts of somebody known, on ports",
    why: "a star in everybody's domain is the whole internet, and names inside are the cluster itself",
    fix: "name hosts, or one domain of one owner, and port 443",
    covers: ["C9", "C21"],
    references: ["https://cloud.google.com/kubernetes-engine/docs/how-to/fqdn-network-policies"],
    rule: fqdnPolicyNarrow,
  },
  {
    id: "fqdn-policy-adds-to-deny",
    level: LEVELS.production,
    fact: "a FQDNNetworkPolicy is for pods that a NetworkPolicy closes",
    why: "it opens hosts for pods that are open anyway",
    fix: "add a NetworkPolicy with policyTypes Egress for them",
    covers: ["C9"],
    references: ["https://cloud.google.com/kubernetes-engine/docs/how-to/fqdn-network-policies"],
    rule: fqdnPolicyAddsToDeny,
  },
  {
    id: "cloud-sql-proxy-reaches",
    level: LEVELS.production,
    fact: "a Cloud SQL Auth Proxy reaches credentials, the API and its instance",
    why: "the pod never gets ready",
    fix: "open TCP 80 of the metadata server, 443 of googleapis.com and 3307 of the database's range",
    covers: ["C12"],
    references: ["https://cloud.google.com/sql/docs/postgres/sql-proxy"],
    rule: cloudSqlProxyReaches,
  },
  {
    id: "backend-reachable",
    level: LEVELS.production,
    fact: "network policies let the load balancer to the pods behind a route",
    why: "health checks fail, and every request is answered with 502",
    fix: "let 35.191.0.0/16 and 130.211.0.0/22 in on the target port",
    covers: ["C9"],
    references: ["https://cloud.google.com/load-balancing/docs/firewall-rules"],
    rule: backendReachable,
  },
  {
    id: "metrics-reachable",
    level: LEVELS.production,
    fact: "a PodMonitoring picks pods and a port of theirs, and the collectors are let in",
    why: "alerts on the workload never fire",
    fix: "correct selector and port, and let gmp-system and gke-gmp-system in",
    covers: ["C16"],
    references: ["https://cloud.google.com/stackdriver/docs/managed-prometheus/setup-managed"],
    rule: metricsReachable,
  },
];
