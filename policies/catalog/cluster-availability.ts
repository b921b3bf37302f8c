import { LEVELS } from "../levels";
import { pdbExists } from "../rules/cluster/pdb-exists";
import { pdbLetsPodsGo } from "../rules/cluster/pdb-lets-pods-go";
import { pdbEvictsUnhealthy } from "../rules/cluster/pdb-evicts-unhealthy";
import { hpaTarget } from "../rules/cluster/hpa-target";
import { hpaRange } from "../rules/cluster/hpa-range";
import { hpaMetrics } from "../rules/cluster/hpa-metrics";
import { hpaScalesDownGently } from "../rules/cluster/hpa-scales-down-gently";
import { quotaComplete } from "../rules/cluster/quota-complete";
import { quotaHoldsWorkloads } from "../rules/cluster/quota-holds-workloads";
import { quotaNoLoadBalancers } from "../rules/cluster/quota-no-load-balancers";
import { quotaUnscoped } from "../rules/cluster/quota-unscoped";
import { limitRangeComplete } from "../rules/cluster/limit-range-complete";
import { podMonitoringExists } from "../rules/cluster/pod-monitoring-exists";
import { podMonitoringBounded } from "../rules/cluster/pod-monitoring-bounded";
import { type PolicyRow } from "./row";

/** Disruptions, scaling, quotas and monitoring. */
export const CLUSTER_AVAILABILITY_ROWS: readonly PolicyRow[] = [
  {
    id: "pdb-exists",
    level: LEVELS.production,
    fact: "what runs more than one pod has a PodDisruptionBudget",
    why: "a node upgrade may take all pods at once",
    fix: "add a PodDisruptionBudget for the labels of the pods, and only one",
    covers: [
      "kube-score/deployment-has-poddisruptionbudget",
      "kube-score/statefulset-has-poddisruptionbudget",
      "polaris/missingPodDisruptionBudget",
      "C20",
    ],
    references: ["https://kubernetes.io/docs/tasks/run-application/configure-pdb/"],
    rule: pdbExists,
  },
  {
    id: "pdb-lets-pods-go",
    level: LEVELS.production,
    fact: "a PodDisruptionBudget keeps pods and lets one go at any scale",
    why: "node upgrades wait for an hour and then take pods anyway, or take all",
    fix: "keep fewer than the autoscaler's minReplicas",
    covers: [
      "kube-linter/pdb-max-unavailable",
      "kube-linter/pdb-min-available",
      "kube-score/poddisruptionbudget-has-policy",
      "polaris/pdbDisruptionsIsZero",
      "polaris/pdbMinAvailableGreaterThanOrEqualToHPAMinReplicas",
      "C20",
    ],
    references: ["https://kubernetes.io/docs/tasks/run-application/configure-pdb/"],
    rule: pdbLetsPodsGo,
  },
  {
    id: "pdb-evicts-unhealthy",
    level: LEVELS.production,
    fact: "pods that are broken anyway may be evicted",
    why: "one pod that never gets ready holds up every node upgrade",
    fix: "set unhealthyPodEvictionPolicy to AlwaysAllow",
    covers: ["kube-linter/pdb-unhealthy-pod-eviction-policy", "C20"],
    references: ["https://kubernetes.io/docs/tasks/run-application/configure-pdb/#unhealthy-pod-eviction-policy"],
    rule: pdbEvictsUnhealthy,
  },
  {
    id: "hpa-target",
    level: LEVELS.production,
    fact: "an autoscaler scales a workload that exists, alone",
    why: "nothing is scaled, or two set the number in turns",
    fix: "name kind, name and apiVersion of the workload",
    covers: ["kube-score/horizontalpodautoscaler-has-target", "kube-linter/dangling-horizontalpodautoscaler", "C20"],
    references: ["https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/"],
    rule: hpaTarget,
  },
  {
    id: "hpa-range",
    level: LEVELS.production,
    fact: "an autoscaler keeps two pods and has room above",
    why: "one node's end is everybody's, or load meets a fixed number",
    fix: "set minReplicas to 2 or more, and maxReplicas above it",
    covers: [
      "kube-score/horizontalpodautoscaler-replicas",
      "polaris/hpaMinAvailability",
      "polaris/hpaMaxAvailability",
      "C20",
    ],
    references: ["https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/"],
    rule: hpaRange,
  },
  {
    id: "hpa-metrics",
    level: LEVELS.production,
    fact: "an autoscaler says what it goes by, and leaves room",
    why: "pods are full before new ones are ready, or mostly idle",
    fix: "set a resource's averageUtilization between 20 and 90",
    covers: ["C20"],
    references: [
      "https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/#support-for-resource-metrics",
    ],
    rule: hpaMetrics,
  },
  {
    id: "hpa-scales-down-gently",
    level: LEVELS.recommended,
    fact: "an autoscaler doesn't follow every dip, and takes pods that hold connections away a few at a time",
    why: "many users are disconnected at once, for a saving of minutes",
    fix: "keep the window of 300 seconds, and let one or two pods go in a minute",
    covers: ["C13"],
    references: [
      "https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/#configurable-scaling-behavior",
    ],
    rule: hpaScalesDownGently,
  },
  {
    id: "quota-complete",
    level: LEVELS.production,
    fact: "each namespace with pods has a ResourceQuota for pods, and requests and limits of CPU and memory",
    why: "a loop that creates pods costs what the project's limits allow",
    fix: "set pods, requests.cpu, requests.memory, limits.cpu and limits.memory",
    covers: ["KSV-0040", "C15"],
    references: ["https://kubernetes.io/docs/concepts/policy/resource-quotas/"],
    rule: quotaComplete,
  },
  {
    id: "quota-holds-workloads",
    level: LEVELS.production,
    fact: "a quota holds what the workloads may scale to",
    why: "the autoscaler asks for pods that are refused, just when load is high",
    fix: "raise the quota, or lower maxReplicas",
    covers: ["C15"],
    references: ["https://kubernetes.io/docs/concepts/policy/resource-quotas/"],
    rule: quotaHoldsWorkloads,
  },
  {
    id: "quota-no-load-balancers",
    level: LEVELS.recommended,
    fact: "a quota lets nobody make load balancers or node ports beside the Gateway",
    why: "whoever may create a Service opens a way in past the firewall",
    fix: "set services.loadbalancers and services.nodeports to 0",
    covers: ["C15"],
    references: ["https://kubernetes.io/docs/concepts/policy/resource-quotas/#object-count-quota"],
    rule: quotaNoLoadBalancers,
  },
  {
    id: "quota-unscoped",
    level: LEVELS.production,
    fact: "a quota counts every pod",
    why: "pods outside the scope are counted by nobody",
    fix: "leave scopes out, or add a quota for the others",
    covers: ["C15"],
    references: ["https://kubernetes.io/docs/concepts/policy/resource-quotas/#quota-scopes"],
    rule: quotaUnscoped,
  },
  {
    id: "limit-range-complete",
    level: LEVELS.production,
    fact: "each namespace with pods has a LimitRange for containers, with default, defaultRequest, min and max of CPU and memory",
    why: "a container that says nothing takes a node, or is refused by the quota",
    fix: "set all four, in order, and max below the quota",
    covers: ["KSV-0039", "C15"],
    references: ["https://kubernetes.io/docs/concepts/policy/limit-range/"],
    rule: limitRangeComplete,
  },
  {
    id: "pod-monitoring-exists",
    level: LEVELS.production,
    fact: "the metrics of what serves requests are scraped",
    why: "alerts on it never fire",
    fix: "add a PodMonitoring for the labels of the pods",
    covers: ["C16"],
    references: ["https://cloud.google.com/stackdriver/docs/managed-prometheus/setup-managed"],
    rule: podMonitoringExists,
  },
  {
    id: "pod-monitoring-bounded",
    level: LEVELS.recommended,
    fact: "scrapes come once a minute and bring a bounded number of series",
    why: "a label with too many values is paid for by the sample",
    fix: "set interval to 60 s or less, and limits.samples",
    covers: ["all/bounded-labels", "C16"],
    references: ["https://github.com/GoogleCloudPlatform/prometheus-engine/blob/main/doc/api.md"],
    rule: podMonitoringBounded,
  },
];
