import { expectItems } from "../../facts/gke-arguments";
import { clusterRule } from "../../facts/gke-cluster";

/** The state of objects and of containers. https://cloud.google.com/kubernetes-engine/docs/how-to/kube-state-metrics */
const METRICS = ["STORAGE", "HPA", "POD", "DAEMONSET", "DEPLOYMENT", "STATEFULSET", "CADVISOR", "KUBELET"];

/** Metrics of workloads are kept: restarts, replicas that are missing, full volumes. New clusters have them unless a list leaves them out. */
export const gkeWorkloadMetrics = clusterRule(({ arguments: cluster }) =>
  expectItems(cluster, "monitoring_config.enable_components", METRICS, METRICS),
);
