import { type PublicCheck } from "./check";

/** kube-score's checks that are on by default, and the optional ones. https://github.com/zegl/kube-score/blob/master/README_CHECKS.md */
export const KUBE_SCORE: readonly PublicCheck[] = [
  { id: "kube-score/deployment-strategy", demands: "RollingUpdate" },
  { id: "kube-score/deployment-replicas", demands: "Two replicas or more" },
  { id: "kube-score/ingress-targets-service", demands: "An Ingress that leads to a Service" },
  { id: "kube-score/cronjob-has-deadline", demands: "startingDeadlineSeconds on CronJobs" },
  { id: "kube-score/cronjob-restartpolicy", demands: "restartPolicy Never or OnFailure on CronJobs" },
  { id: "kube-score/container-resources", demands: "CPU and memory in requests and limits" },
  { id: "kube-score/container-image-tag", demands: "An image tag that is a version" },
  { id: "kube-score/container-image-pull-policy", demands: "imagePullPolicy Always" },
  {
    id: "kube-score/container-ephemeral-storage-request-and-limit",
    demands: "ephemeral-storage in requests and limits",
  },
  { id: "kube-score/environment-variable-key-duplication", demands: "Each variable once" },
  { id: "kube-score/statefulset-has-poddisruptionbudget", demands: "A PodDisruptionBudget for each StatefulSet" },
  { id: "kube-score/deployment-has-poddisruptionbudget", demands: "A PodDisruptionBudget for each Deployment" },
  {
    id: "kube-score/poddisruptionbudget-has-policy",
    demands: "minAvailable or maxUnavailable on PodDisruptionBudgets",
  },
  { id: "kube-score/pod-networkpolicy", demands: "A NetworkPolicy for every pod in both directions" },
  { id: "kube-score/networkpolicy-targets-pod", demands: "A NetworkPolicy that selects pods" },
  { id: "kube-score/pod-probes", demands: "Readiness and liveness probes" },
  { id: "kube-score/pod-probes-identical", demands: "Readiness and liveness that are not the same" },
  { id: "kube-score/container-security-context-user-group-id", demands: "A user and a group of 10000 or above" },
  { id: "kube-score/container-security-context-privileged", demands: "No privileged container" },
  { id: "kube-score/container-security-context-readonlyrootfilesystem", demands: "A read-only root file system" },
  { id: "kube-score/service-targets-pod", demands: "A Service that leads to pods" },
  { id: "kube-score/service-type", demands: "No Service of type NodePort" },
  { id: "kube-score/stable-version", demands: "A stable version of the API" },
  { id: "kube-score/deployment-has-host-podantiaffinity", demands: "Anti-affinity over nodes on Deployments" },
  { id: "kube-score/statefulset-has-host-podantiaffinity", demands: "Anti-affinity over nodes on StatefulSets" },
  {
    id: "kube-score/deployment-targeted-by-hpa-does-not-have-replicas-configured",
    demands: "No replicas beside an autoscaler",
  },
  { id: "kube-score/statefulset-has-servicename", demands: "A headless Service for each StatefulSet" },
  {
    id: "kube-score/deployment-pod-selector-labels-match",
    demands: "A Deployment's selector that matches its template",
  },
  {
    id: "kube-score/statefulset-pod-selector-labels-match",
    demands: "A StatefulSet's selector that matches its template",
  },
  { id: "kube-score/label-values", demands: "Values of labels that are valid" },
  { id: "kube-score/horizontalpodautoscaler-has-target", demands: "An autoscaler with a target" },
  { id: "kube-score/horizontalpodautoscaler-replicas", demands: "An autoscaler with two replicas at least" },
  { id: "kube-score/pod-topology-spread-constraints", demands: "topologySpreadConstraints" },
  {
    id: "kube-score/container-resource-requests-equal-limits",
    demands: "Requests equal to limits",
    notApplicable:
      "all of it is billed on Autopilot whether it is used or not; pod-limits-near-requests bounds how far limits lie above requests",
  },
  {
    id: "kube-score/container-cpu-requests-equal-limits",
    demands: "CPU requests equal to limits",
    notApplicable:
      "all of it is billed on Autopilot whether it is used or not; pod-limits-near-requests bounds how far limits lie above requests",
  },
  {
    id: "kube-score/container-memory-requests-equal-limits",
    demands: "Memory requests equal to limits",
    notApplicable:
      "all of it is billed on Autopilot whether it is used or not; pod-limits-near-requests bounds how far limits lie above requests",
  },
  {
    id: "kube-score/container-ephemeral-storage-request-equals-limit",
    demands: "Ephemeral storage requests equal to limits",
    notApplicable:
      "all of it is billed on Autopilot whether it is used or not; pod-limits-near-requests bounds how far limits lie above requests",
  },
  { id: "kube-score/container-ports-check", demands: "Names of ports of 15 characters at most" },
  { id: "kube-score/container-seccomp-profile", demands: "A seccomp profile" },
];
