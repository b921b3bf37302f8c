import { LEVELS } from "../levels";
import { podProbes } from "../rules/pods/pod-probes";
import { podStartupProbe } from "../rules/pods/pod-startup-probe";
import { podProbePorts } from "../rules/pods/pod-probe-ports";
import { podLivenessPatient } from "../rules/pods/pod-liveness-patient";
import { podProbeNumbers } from "../rules/pods/pod-probe-numbers";
import { podHealthCheckAgrees } from "../rules/pods/pod-health-check-agrees";
import { podPorts } from "../rules/pods/pod-ports";
import { podServicePorts } from "../rules/pods/pod-service-ports";
import { podGracefulShutdown } from "../rules/pods/pod-graceful-shutdown";
import { podOutlivesDraining } from "../rules/pods/pod-outlives-draining";
import { type PolicyRow } from "./row";

/** Whether a pod works, and how it ends. */
export const POD_HEALTH_ROWS: readonly PolicyRow[] = [
  {
    id: "pod-probes",
    level: LEVELS.production,
    fact: "Containers that others connect to have readiness and liveness probes",
    why: "traffic goes to a process that hangs, and nobody restarts it",
    fix: "set readinessProbe and livenessProbe",
    covers: [
      "seed/later-containers",
      "CKV_K8S_8",
      "CKV_K8S_8/terraform",
      "CKV_K8S_9",
      "CKV_K8S_9/terraform",
      "kube-score/pod-probes",
      "polaris/livenessProbeMissing",
      "polaris/readinessProbeMissing",
      "C12",
      "C13",
    ],
    references: ["https://kubernetes.io/docs/concepts/configuration/liveness-readiness-startup-probes/"],
    rule: podProbes,
  },
  {
    id: "pod-startup-probe",
    level: LEVELS.recommended,
    fact: "Containers with a liveness probe have a startup probe",
    why: "a slow start is taken for a crash, again and again",
    fix: "set startupProbe with a failureThreshold for the slowest start",
    covers: ["C12", "C13"],
    references: ["https://kubernetes.io/docs/concepts/configuration/liveness-readiness-startup-probes/"],
    rule: podStartupProbe,
  },
  {
    id: "pod-probe-ports",
    level: LEVELS.production,
    fact: "Probes ask at a port that the container declares",
    why: "the probe never succeeds, or succeeds at something else",
    fix: "correct the port of the probe, or declare it",
    covers: ["kube-linter/liveness-port", "kube-linter/readiness-port", "kube-linter/startup-port"],
    references: [
      "https://kubernetes.io/docs/tasks/configure-pod-container/configure-liveness-readiness-startup-probes/",
    ],
    rule: podProbePorts,
  },
  {
    id: "pod-liveness-patient",
    level: LEVELS.recommended,
    fact: "Liveness asks something else than readiness, or waits twice as long",
    why: "a slow database restarts all pods at once, and nothing is left",
    fix: "ask /healthz for liveness and /readyz for readiness, or raise the failureThreshold of liveness",
    covers: ["kube-score/pod-probes-identical", "C13"],
    references: ["https://kubernetes.io/docs/concepts/configuration/liveness-readiness-startup-probes/"],
    rule: podLivenessPatient,
  },
  {
    id: "pod-probe-numbers",
    level: LEVELS.recommended,
    fact: "The numbers of probes fit what the probes are for",
    why: "pods are restarted for a hiccup, or have traffic minutes after they died",
    fix: "keep periodSeconds × failureThreshold within the bounds, and timeoutSeconds at 2 or more",
    covers: ["C13"],
    references: ["https://kubernetes.io/docs/concepts/configuration/liveness-readiness-startup-probes/"],
    rule: podProbeNumbers,
  },
  {
    id: "pod-health-check-agrees",
    level: LEVELS.production,
    fact: "The load balancer asks what readiness asks",
    why: "pods have traffic before they are ready, or none though they are",
    fix: "give HealthCheckPolicy and readinessProbe the same path and port",
    covers: ["C13"],
    references: [
      "https://cloud.google.com/kubernetes-engine/docs/how-to/configure-gateway-resources#configure_health_check",
    ],
    rule: podHealthCheckAgrees,
  },
  {
    id: "pod-ports",
    level: LEVELS.recommended,
    fact: "Containers declare the ports at which they listen, above 1023",
    why: "Services, probes and policies lead to another port, or the process must be root",
    fix: "declare each port once, under a short name of its own",
    covers: [
      "KSV-0117",
      "kube-linter/ssh-port",
      "kube-linter/invalid-target-ports",
      "kube-score/container-ports-check",
    ],
    references: ["https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/#ports"],
    rule: podPorts,
  },
  {
    id: "pod-service-ports",
    level: LEVELS.production,
    fact: "Pods declare the ports to which their Services lead",
    why: "the Service has no endpoints, and clients get errors",
    fix: "use the name of one of the container's ports as targetPort",
    covers: [],
    references: ["https://kubernetes.io/docs/concepts/services-networking/service/#field-spec-ports"],
    rule: podServicePorts,
  },
  {
    id: "pod-graceful-shutdown",
    level: LEVELS.recommended,
    fact: "Pods pause before they stop, and have time for it",
    why: "every roll-out breaks connections",
    fix: "set lifecycle.preStop.sleep, and terminationGracePeriodSeconds ten seconds above it",
    covers: ["C13", "C33"],
    references: ["https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#pod-termination"],
    rule: podGracefulShutdown,
  },
  {
    id: "pod-outlives-draining",
    level: LEVELS.production,
    fact: "Pods stay as long as the load balancer drains their connections",
    why: "open sockets break in the middle of draining",
    fix: "set lifecycle.preStop.sleep.seconds to drainingTimeoutSec of the GCPBackendPolicy",
    covers: ["C13", "C33"],
    references: [
      "https://cloud.google.com/kubernetes-engine/docs/how-to/configure-gateway-resources#configure_connection_draining_timeout",
    ],
    rule: podOutlivesDraining,
  },
];
