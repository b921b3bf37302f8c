import { type PublicCheck } from "./check";

/** Reliability policies of Google's GKE Policy Automation: https://github.com/google/gke-policy-automation/tree/main/gke-policies-v2 */
export const GKE_POLICY_AUTOMATION: readonly PublicCheck[] = [
  { id: "gke-policy-automation/control-plane-redundancy", demands: "the control plane is regional" },
  { id: "gke-policy-automation/node-pool-multi-zone", demands: "node pools are in more than one zone" },
  { id: "gke-policy-automation/nap-single-zone", demands: "node auto-provisioning uses more than one zone" },
  { id: "gke-policy-automation/maintenance-window", demands: "a maintenance window is set" },
  { id: "gke-policy-automation/upgrade-notifications", demands: "upgrades are announced on a topic" },
  { id: "gke-policy-automation/persistent-disk-driver", demands: "the Persistent Disk driver is on" },
  { id: "gke-policy-automation/node-local-dns", demands: "NodeLocal DNSCache is on" },
  {
    id: "gke-policy-automation/ilb-subsetting",
    demands: "internal load balancers use subsets in clusters of more than 250 nodes",
    notApplicable: "how many nodes there are is decided by load, and GKE makes subsets by itself in new clusters",
  },
  { id: "gke-policy-automation/version-skew", demands: "nodes are at most two minor versions behind" },
  { id: "gke-policy-automation/security-posture", demands: "the security posture dashboard is on" },
  {
    id: "gke-policy-automation/workload-scanning",
    demands: "workloads are scanned for vulnerabilities",
    notApplicable:
      "GKE does not scan any more: https://cloud.google.com/kubernetes-engine/docs/deprecations/posture-management-deprecation",
  },
  {
    id: "gke-policy-automation/node-pool-disk-encryption",
    demands: "boot disks are encrypted with a key of the customer",
  },
  { id: "gke-policy-automation/node-pool-autoscaling", demands: "node pools grow by themselves" },
  {
    id: "gke-policy-automation/limit-pods",
    demands: "the cluster is below 80% of GKE's limit of pods",
    notApplicable: "it counts what runs in a cluster, which no configuration says",
  },
  {
    id: "gke-policy-automation/limit-containers",
    demands: "the cluster is below 80% of GKE's limit of containers",
    notApplicable: "it counts what runs in a cluster, which no configuration says",
  },
  {
    id: "gke-policy-automation/limit-nodes",
    demands: "the cluster is below 80% of GKE's limit of nodes",
    notApplicable: "it counts what runs in a cluster, which no configuration says",
  },
  {
    id: "gke-policy-automation/limit-nodes-per-pool-zone",
    demands: "the cluster is below 80% of GKE's limit of nodes of a pool in a zone",
    notApplicable: "it counts what runs in a cluster, which no configuration says",
  },
  {
    id: "gke-policy-automation/limit-hpas",
    demands: "the cluster is below 80% of GKE's limit of HorizontalPodAutoscalers",
    notApplicable: "it counts what runs in a cluster, which no configuration says",
  },
  {
    id: "gke-policy-automation/limit-services",
    demands: "the cluster is below 80% of GKE's limit of Services",
    notApplicable: "it counts what runs in a cluster, which no configuration says",
  },
  {
    id: "gke-policy-automation/limit-services-per-namespace",
    demands: "the cluster is below 80% of GKE's limit of Services in a namespace",
    notApplicable: "it counts what runs in a cluster, which no configuration says",
  },
  {
    id: "gke-policy-automation/limit-namespaces",
    demands: "the cluster is below 80% of GKE's limit of namespaces",
    notApplicable: "it counts what runs in a cluster, which no configuration says",
  },
  {
    id: "gke-policy-automation/limit-secrets-encryption",
    demands: "the cluster is below 80% of GKE's limit of encrypted Secrets",
    notApplicable: "it counts what runs in a cluster, which no configuration says",
  },
];
