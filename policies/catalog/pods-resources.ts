import { LEVELS } from "../levels";
import { podResources } from "../rules/pods/pod-resources";
import { podCpuLimits } from "../rules/pods/pod-cpu-limits";
import { podEphemeralStorage } from "../rules/pods/pod-ephemeral-storage";
import { podMounts } from "../rules/pods/pod-mounts";
import { podLimitsNearRequests } from "../rules/pods/pod-limits-near-requests";
import { podScratchVolumes } from "../rules/pods/pod-scratch-volumes";
import { type PolicyRow } from "./row";

/** What a pod may use up. */
export const POD_RESOURCES_ROWS: readonly PolicyRow[] = [
  {
    id: "pod-resources",
    level: LEVELS.production,
    fact: "Containers say what CPU and memory they need, and how much memory they may have",
    why: "the scheduler fills a node beyond what it has, and a leak takes the neighbours along",
    fix: "set resources.requests for cpu and memory, and resources.limits for memory, on init containers and sidecars too",
    covers: [
      "seed/later-containers",
      "CKV_K8S_10",
      "CKV_K8S_10/terraform",
      "CKV_K8S_12",
      "CKV_K8S_12/terraform",
      "CKV_K8S_13",
      "CKV_K8S_13/terraform",
      "KSV-0015",
      "KSV-0016",
      "KSV-0018",
      "kube-linter/unset-cpu-requirements",
      "kube-linter/unset-memory-requirements",
      "kube-score/container-resources",
      "polaris/cpuRequestsMissing",
      "polaris/memoryRequestsMissing",
      "polaris/memoryLimitsMissing",
      "C12",
    ],
    references: ["https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/"],
    rule: podResources,
  },
  {
    id: "pod-cpu-limits",
    level: LEVELS.recommended,
    fact: "Containers have a CPU limit",
    why: "a busy loop takes the time of all others on the node",
    fix: "set resources.limits.cpu",
    covers: [
      "CKV_K8S_11",
      "CKV_K8S_11/terraform",
      "KSV-0011",
      "kube-score/container-resources",
      "polaris/cpuLimitsMissing",
      "C12",
    ],
    references: ["https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/"],
    rule: podCpuLimits,
  },
  {
    id: "pod-ephemeral-storage",
    level: LEVELS.recommended,
    fact: "Containers say how much of a node's disk they need and may fill",
    why: "logs or temporary files of one pod get others evicted",
    fix: "set ephemeral-storage in requests and limits",
    covers: ["kube-score/container-ephemeral-storage-request-and-limit"],
    references: [
      "https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/#local-ephemeral-storage",
    ],
    rule: podEphemeralStorage,
  },
  {
    id: "pod-mounts",
    level: LEVELS.recommended,
    fact: "Volumes and mounts belong together, and hide nothing of the system",
    why: "the pod is refused, or a process doesn't find its files",
    fix: "mount each volume below a directory of its own, scratch space at /tmp, and secrets where the variables say",
    covers: [],
    references: ["https://kubernetes.io/docs/concepts/storage/volumes/"],
    rule: podMounts,
  },
  {
    id: "pod-limits-near-requests",
    level: LEVELS.recommended,
    fact: "Limits stay near requests",
    why: "nodes are promised many times over, and pods are killed when all use what they may",
    fix: "raise the request or lower the limit",
    covers: [],
    references: ["https://kubernetes.io/docs/concepts/policy/limit-range/"],
    rule: podLimitsNearRequests,
  },
  {
    id: "pod-scratch-volumes",
    level: LEVELS.recommended,
    fact: "An emptyDir has a size, and the pod may use all of it",
    why: "it fills the node's disk, or the pod is evicted long before it is full",
    fix: "set sizeLimit, and limits of ephemeral-storage at least as large as all of them",
    covers: [],
    references: [
      "https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/#resource-emphemeralstorage-consumption",
    ],
    rule: podScratchVolumes,
  },
];
