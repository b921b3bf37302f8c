import { LEVELS } from "../levels";
import { gkeControlPlaneLogs } from "../rules/gke/gke-control-plane-logs";
import { gkeControlPlaneMetrics } from "../rules/gke/gke-control-plane-metrics";
import { gkeDataplaneMetrics } from "../rules/gke/gke-dataplane-metrics";
import { gkeLogging } from "../rules/gke/gke-logging";
import { gkeManagedPrometheus } from "../rules/gke/gke-managed-prometheus";
import { gkeMonitoring } from "../rules/gke/gke-monitoring";
import { gkeWorkloadMetrics } from "../rules/gke/gke-workload-metrics";
import { type PolicyRow } from "./row";

/** Logs and metrics of a cluster. */
export const GKE_OBSERVABILITY_ROWS: readonly PolicyRow[] = [
  {
    id: "gke-logging",
    level: LEVELS.production,
    fact: "GKE keeps logs of the system and of workloads",
    why: "after an incident nobody could tell what happened",
    fix: "leave logging_config out, or name SYSTEM_COMPONENTS and WORKLOADS in it",
    covers: ["seed/empty-log-components", "CKV_GCP_1", "AVD-GCP-0060", "CIS-GKE-5.7.1"],
    references: ["https://cloud.google.com/kubernetes-engine/docs/concepts/about-logs"],
    rule: gkeLogging,
  },
  {
    id: "gke-control-plane-logs",
    level: LEVELS.recommended,
    fact: "GKE keeps logs of the control plane",
    why: "nobody could tell why a pod was not scheduled or a request refused",
    fix: "add APISERVER, CONTROLLER_MANAGER and SCHEDULER to logging_config.enable_components",
    covers: [],
    references: ["https://cloud.google.com/kubernetes-engine/docs/how-to/view-logs#control-plane-logs"],
    rule: gkeControlPlaneLogs,
  },
  {
    id: "gke-monitoring",
    level: LEVELS.production,
    fact: "GKE keeps metrics of the system",
    why: "nobody would see that nodes or volumes fill up",
    fix: "leave monitoring_config out, or name SYSTEM_COMPONENTS in it",
    covers: ["seed/empty-log-components", "CKV_GCP_8", "AVD-GCP-0052", "CIS-GKE-5.7.1"],
    references: ["https://cloud.google.com/kubernetes-engine/docs/how-to/configure-metrics"],
    rule: gkeMonitoring,
  },
  {
    id: "gke-control-plane-metrics",
    level: LEVELS.recommended,
    fact: "GKE keeps metrics of the control plane",
    why: "a slow API server or a full scheduler shows only in what it delays",
    fix: "add APISERVER, CONTROLLER_MANAGER and SCHEDULER to monitoring_config.enable_components",
    covers: [],
    references: ["https://cloud.google.com/kubernetes-engine/docs/how-to/control-plane-metrics"],
    rule: gkeControlPlaneMetrics,
  },
  {
    id: "gke-workload-metrics",
    level: LEVELS.recommended,
    fact: "GKE keeps metrics of workloads",
    why: "restarts and missing replicas would show nowhere",
    fix: "add the packages that the finding names to monitoring_config.enable_components",
    covers: [],
    references: ["https://cloud.google.com/kubernetes-engine/docs/how-to/kube-state-metrics"],
    rule: gkeWorkloadMetrics,
  },
  {
    id: "gke-managed-prometheus",
    level: LEVELS.recommended,
    fact: "GKE collects metrics of workloads",
    why: "what applications count would be kept nowhere",
    fix: "leave monitoring_config.managed_prometheus on",
    covers: ["C16"],
    references: ["https://cloud.google.com/stackdriver/docs/managed-prometheus/setup-managed"],
    rule: gkeManagedPrometheus,
  },
  {
    id: "gke-dataplane-metrics",
    level: LEVELS.recommended,
    fact: "Dataplane V2 counts what it forwards and drops",
    why: "a NetworkPolicy that is too strict shows only in what it breaks",
    fix: "set monitoring_config.advanced_datapath_observability_config.enable_metrics to true",
    covers: [],
    references: ["https://cloud.google.com/kubernetes-engine/docs/concepts/about-dpv2-observability"],
    rule: gkeDataplaneMetrics,
  },
];
