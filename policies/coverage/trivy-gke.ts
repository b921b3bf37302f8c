import { type PublicCheck } from "./check";

/** GKE checks of trivy-checks: https://avd.aquasec.com/misconfig/google/gke */
export const TRIVY_GKE: readonly PublicCheck[] = [
  {
    id: "AVD-GCP-0048",
    demands: "legacy metadata endpoints are off",
    notApplicable: "deprecated: no version of GKE that still exists has these endpoints",
  },
  { id: "AVD-GCP-0049", demands: "the cluster has alias ranges" },
  { id: "AVD-GCP-0050", demands: "nodes have a service account of their own, on Autopilot too" },
  { id: "AVD-GCP-0051", demands: "the cluster has labels" },
  { id: "AVD-GCP-0052", demands: "monitoring_service is Kubernetes Engine Monitoring" },
  {
    id: "AVD-GCP-0053",
    demands: "authorized networks name no public range",
    notApplicable:
      "it refuses every public range, that of an office too, which is what authorized networks are for; gke-authorized-networks refuses ranges that no single organisation has",
  },
  { id: "AVD-GCP-0054", demands: "nodes run Container-Optimized OS with containerd" },
  { id: "AVD-GCP-0055", demands: "shielded nodes are not off" },
  { id: "AVD-GCP-0056", demands: "NetworkPolicies are enforced" },
  { id: "AVD-GCP-0057", demands: "pods ask GKE's metadata server" },
  { id: "AVD-GCP-0058", demands: "node pools upgrade nodes" },
  { id: "AVD-GCP-0059", demands: "nodes are private" },
  { id: "AVD-GCP-0060", demands: "logging_service is Kubernetes Engine Logging" },
  { id: "AVD-GCP-0061", demands: "there are authorized networks" },
  { id: "AVD-GCP-0062", demands: "legacy ABAC is off" },
  { id: "AVD-GCP-0063", demands: "node pools repair nodes" },
  { id: "AVD-GCP-0064", demands: "nobody signs in with a certificate or a password" },
];
