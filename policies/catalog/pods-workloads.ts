import { LEVELS } from "../levels";
import { workloadReplicas } from "../rules/pods/workload-replicas";
import { deploymentStrategy } from "../rules/pods/deployment-strategy";
import { deploymentProgress } from "../rules/pods/deployment-progress";
import { podsSpreadOverZones } from "../rules/pods/pods-spread-over-zones";
import { podsSpreadOverNodes } from "../rules/pods/pods-spread-over-nodes";
import { podsSpreadStrictly } from "../rules/pods/pods-spread-strictly";
import { selectorMatchesPods } from "../rules/pods/selector-matches-pods";
import { statefulSetService } from "../rules/pods/stateful-set-service";
import { noBarePods } from "../rules/pods/no-bare-pods";
import { podRestartPolicy } from "../rules/pods/pod-restart-policy";
import { type PolicyRow } from "./row";

/** How many pods there are, where, and how they are replaced. */
export const POD_WORKLOADS_ROWS: readonly PolicyRow[] = [
  {
    id: "workload-replicas",
    level: LEVELS.production,
    fact: "Workloads have two pods or more, and the autoscaler alone says how many",
    why: "the end of one node is an outage, or every release undoes the autoscaler's work",
    fix: "set replicas to 2 or more, or remove it where a HorizontalPodAutoscaler is for the workload",
    covers: [
      "kube-score/deployment-replicas",
      "kube-score/deployment-targeted-by-hpa-does-not-have-replicas-configured",
      "polaris/deploymentMissingReplicas",
      "C20",
    ],
    references: ["https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/"],
    rule: workloadReplicas,
  },
  {
    id: "deployment-strategy",
    level: LEVELS.recommended,
    fact: "A roll-out takes no pod away before another is ready",
    why: "there is less capacity, or none, with every release",
    fix: "set strategy RollingUpdate with maxUnavailable: 0 and a maxSurge of 50% at most",
    covers: ["kube-score/deployment-strategy", "C13", "C33"],
    references: ["https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#rolling-update-deployment"],
    rule: deploymentStrategy,
  },
  {
    id: "deployment-progress",
    level: LEVELS.recommended,
    fact: "A roll-out notices that it fails",
    why: "a release that crashes after seconds replaces all pods, or waits for ever",
    fix: "set minReadySeconds to 10 or more, progressDeadlineSeconds above the longest start, and revisionHistoryLimit to 2 or more",
    covers: ["C13", "C33"],
    references: ["https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#progress-deadline-seconds"],
    rule: deploymentProgress,
  },
  {
    id: "pods-spread-over-zones",
    level: LEVELS.production,
    fact: "The pods of a workload lie in several zones",
    why: "one zone's outage is everybody's",
    fix: "add a topologySpreadConstraint over topology.kubernetes.io/zone whose labelSelector matches the pods",
    covers: ["kube-score/pod-topology-spread-constraints", "polaris/topologySpreadConstraint", "C20"],
    references: ["https://kubernetes.io/docs/concepts/scheduling-eviction/topology-spread-constraints/"],
    rule: podsSpreadOverZones,
  },
  {
    id: "pods-spread-over-nodes",
    level: LEVELS.recommended,
    fact: "The pods of a workload lie on several nodes",
    why: "one node's end takes them all",
    fix: "add a podAntiAffinity over kubernetes.io/hostname whose labelSelector matches the pods",
    covers: [
      "kube-linter/no-anti-affinity",
      "kube-score/deployment-has-host-podantiaffinity",
      "kube-score/statefulset-has-host-podantiaffinity",
      "C20",
    ],
    references: [
      "https://kubernetes.io/docs/concepts/scheduling-eviction/assign-pod-node/#inter-pod-affinity-and-anti-affinity",
    ],
    rule: podsSpreadOverNodes,
  },
  {
    id: "pods-spread-strictly",
    level: LEVELS.recommended,
    fact: "Spreading over zones is a rule and no wish",
    why: "under load, or after a roll-out, all pods are in one zone",
    fix: "set whenUnsatisfiable: DoNotSchedule, maxSkew: 1 and matchLabelKeys: [pod-template-hash]",
    covers: ["C20"],
    references: ["https://kubernetes.io/docs/concepts/scheduling-eviction/topology-spread-constraints/"],
    rule: podsSpreadStrictly,
  },
  {
    id: "selector-matches-pods",
    level: LEVELS.everywhere,
    fact: "A workload's selector picks its own pods and nobody else's",
    why: "it makes pods without end, or takes those of others down",
    fix: "use the same labels in selector and template, and others for each workload",
    covers: [
      "kube-linter/mismatching-selector",
      "kube-score/deployment-pod-selector-labels-match",
      "kube-score/statefulset-pod-selector-labels-match",
      "kube-score/label-values",
    ],
    references: ["https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#selector"],
    rule: selectorMatchesPods,
  },
  {
    id: "stateful-set-service",
    level: LEVELS.production,
    fact: "StatefulSets have a headless Service",
    why: "their pods have no names of their own",
    fix: "set serviceName to a Service with clusterIP: None",
    covers: ["kube-score/statefulset-has-servicename"],
    references: ["https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/"],
    rule: statefulSetService,
  },
  {
    id: "no-bare-pods",
    level: LEVELS.production,
    fact: "Pods are made by something that replaces them",
    why: "a node's end is the pod's, for good",
    fix: "use a Deployment, a StatefulSet, a DaemonSet or a Job",
    covers: [],
    references: ["https://kubernetes.io/docs/concepts/configuration/overview/"],
    rule: noBarePods,
  },
  {
    id: "pod-restart-policy",
    level: LEVELS.production,
    fact: "What has an end doesn't begin again by itself, and all else always does",
    why: "a session starts anew for nobody, or a service stays down",
    fix: "set restartPolicy to Never or OnFailure for Jobs and what is launched, and leave it out elsewhere",
    covers: ["kube-score/cronjob-restartpolicy"],
    references: ["https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#restart-policy"],
    rule: podRestartPolicy,
  },
];
