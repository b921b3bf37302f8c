import {
  COMMAND,
  MAIN_CONTAINER,
  MOUNTS,
  PORTS,
  PROBES,
  PROXY,
  READ_ONLY_MOUNTS,
  under,
  type Entries,
} from "./pods-containers";
import { add, butSame, dropEach, harmless, hurts, remove, set, type PathTable } from "./path-table";

const IDS = hurts(remove, set(0), set(1000), set(10000));
const OTHER_LABELS = { app: "other" };
const SAFE_TO_EVICT = "cluster-autoscaler.kubernetes.io/safe-to-evict";

/** What any object has. */
const METADATA: Entries = {
  metadata: harmless("what is in it has entries of its own, and an object without it is refused"),
  "metadata.name": harmless("nothing refers to it by its name"),
  "metadata.namespace": hurts(set("default"), set("kube-system")),
  "metadata.labels": harmless("selectors look at the labels of pods; these are for people and for costs"),
};

/** What any pod has. */
const POD: Entries = {
  "": hurts(
    add({ hostNetwork: true }),
    add({ hostPID: true }),
    add({ hostIPC: true }),
    add({ shareProcessNamespace: true }),
    add({ dnsPolicy: "Default" }),
    add({ dnsConfig: { nameservers: ["8.8.8.8"] } }),
    add({ hostAliases: [{ ip: "10.0.0.1", hostnames: ["github.com"] }] }),
    add({ nodeName: "node-1" }),
    add({ tolerations: [{ operator: "Exists" }] }),
    add({ priorityClassName: "system-node-critical" }),
  ),
  automountServiceAccountToken: hurts(remove, set(true)),
  enableServiceLinks: hurts(remove, set(true)),
  securityContext: hurts(
    remove,
    add({ runAsUser: 0 }),
    add({ supplementalGroups: [0] }),
    add({ sysctls: [{ name: "kernel.msgmax", value: "65536" }] }),
    add({ seLinuxOptions: { type: "spc_t" } }),
    add({ appArmorProfile: { type: "Unconfined" } }),
    add({ windowsOptions: { hostProcess: true } }),
  ),
  "securityContext.runAsNonRoot": hurts(remove, set(false)),
  "securityContext.runAsUser": IDS,
  "securityContext.runAsGroup": IDS,
  "securityContext.fsGroup": hurts(remove, set(0), set(1000)),
  "securityContext.fsGroupChangePolicy": harmless("it has no effect on emptyDir, projected and csi volumes"),
  "securityContext.seccompProfile": hurts(remove),
  "securityContext.seccompProfile.type": hurts(remove, set("Unconfined")),
  containers: hurts(
    remove,
    add({ name: "debug", image: "busybox", securityContext: { privileged: true } }),
    add({ name: "debug", image: "busybox" }),
  ),
  volumes: hurts(
    remove,
    dropEach,
    add({ name: "host", hostPath: { path: "/" } }),
    add({ name: "socket", hostPath: { path: "/var/run/docker.sock" } }),
    add({ name: "scratch", emptyDir: {} }),
    add({ name: "share", nfs: { server: "10.0.0.1", path: "/" } }),
  ),
  "volumes[].name": hurts(set("other")),
};

const EMPTY_DIRS: Entries = {
  "volumes[].emptyDir": hurts(set({ medium: "Memory" }), add({ sizeLimit: "1Ti" })),
  "volumes[].emptyDir.sizeLimit": hurts(remove, set("1Ti")),
};

const SECRET_VOLUMES: Entries = {
  "volumes[].csi": hurts(remove),
  "volumes[].csi.driver": hurts(set("secrets-store.csi.k8s.io"), set("other.csi.k8s.io")),
  "volumes[].csi.readOnly": hurts(remove, set(false)),
  "volumes[].csi.volumeAttributes": hurts(remove),
  "volumes[].csi.volumeAttributes.secretProviderClass": hurts(remove, set("missing")),
};

/** The token by which the controller speaks to the Kubernetes API. */
const TOKEN_VOLUME: Entries = under("volumes[].projected", {
  "": hurts(remove),
  defaultMode: hurts(remove, set(0o777), set(0o644)),
  sources: hurts(remove, dropEach),
  "sources[].serviceAccountToken": hurts(remove, set({ path: "token", audience: "somebody-else" })),
  "sources[].serviceAccountToken.path": hurts(set("other")),
  "sources[].serviceAccountToken.expirationSeconds": butSame(
    hurts(set(86400), set(31536000)),
    remove,
    "Kubernetes' default is an hour, as here",
  ),
  "sources[].configMap": hurts(remove),
  "sources[].configMap.name": hurts(set("other")),
  "sources[].configMap.items": butSame(
    hurts(dropEach),
    remove,
    "without items all keys are there, and kube-root-ca.crt has only this one",
  ),
  "sources[].configMap.items[].key": hurts(set("other")),
  "sources[].configMap.items[].path": hurts(set("other")),
  "sources[].downwardAPI": hurts(remove),
  "sources[].downwardAPI.items": hurts(remove, dropEach),
  "sources[].downwardAPI.items[].path": hurts(set("other")),
  "sources[].downwardAPI.items[].fieldRef": hurts(remove),
  "sources[].downwardAPI.items[].fieldRef.fieldPath": hurts(set("metadata.name")),
});

const matching = (selector: string): Entries => ({
  [selector]: hurts(remove, set({})),
  [`${selector}.matchLabels`]: hurts(remove, set(OTHER_LABELS)),
});

const SPREADING: Entries = {
  ...under("affinity", {
    "": hurts(remove),
    podAntiAffinity: hurts(remove),
    ...under("podAntiAffinity.preferredDuringSchedulingIgnoredDuringExecution", {
      "": hurts(remove, dropEach),
      podAffinityTerm: hurts(remove),
      "podAffinityTerm.topologyKey": hurts(set("topology.kubernetes.io/zone"), set("other")),
      weight: butSame(hurts(), set(1), "of one preference the weight says nothing"),
      ...matching("podAffinityTerm.labelSelector"),
    }),
  }),
  ...under("topologySpreadConstraints", {
    "": hurts(remove, dropEach),
    topologyKey: hurts(set("kubernetes.io/hostname"), set("other")),
    whenUnsatisfiable: hurts(remove, set("ScheduleAnyway")),
    maxSkew: hurts(set(5)),
    matchLabelKeys: hurts(remove, dropEach),
    ...matching("labelSelector"),
  }),
};

const PROXY_LIST: Entries = {
  ...under("initContainers[]", PROXY),
  initContainers: hurts(remove, dropEach, add({ name: "prepare", image: "busybox", command: ["chmod", "-R", "777"] })),
};

const DEPLOYMENT_POD: Entries = {
  ...POD,
  ...EMPTY_DIRS,
  ...SECRET_VOLUMES,
  ...TOKEN_VOLUME,
  ...SPREADING,
  ...PROXY_LIST,
  serviceAccountName: hurts(remove, set("default"), set("missing"), set("cliscale-runner"), set("ws-cli-migrate")),
  terminationGracePeriodSeconds: hurts(remove, set(0), set(20), set(86400)),
  ...under("containers[]", {
    ...MAIN_CONTAINER,
    ...COMMAND,
    ...MOUNTS,
    ...READ_ONLY_MOUNTS,
    ...PORTS,
    ...PROBES,
    lifecycle: hurts(remove),
    "lifecycle.preStop": hurts(remove),
    "lifecycle.preStop.sleep": hurts(remove),
    "lifecycle.preStop.sleep.seconds": hurts(remove, set(0), set(1), set(86400)),
  }),
};

const DEPLOYMENT: Entries = {
  ...METADATA,
  "": hurts(remove),
  apiVersion: hurts(set("extensions/v1beta1"), set("apps/v1beta2")),
  kind: hurts(set("ReplicaSet")),
  "metadata.name": hurts(set("renamed")),
  spec: hurts(add({ replicas: 1 }), add({ paused: true })),
  "spec.strategy": hurts(remove, set({ type: "Recreate" })),
  "spec.strategy.type": butSame(hurts(set("Recreate")), remove, "Kubernetes' default is RollingUpdate"),
  "spec.strategy.rollingUpdate": hurts(remove),
  "spec.strategy.rollingUpdate.maxUnavailable": hurts(remove, set(1), set("25%"), set("100%")),
  "spec.strategy.rollingUpdate.maxSurge": butSame(
    hurts(set(0), set("100%")),
    remove,
    "Kubernetes' default is 25%, as here",
  ),
  "spec.minReadySeconds": hurts(remove, set(0)),
  "spec.progressDeadlineSeconds": butSame(
    hurts(set(60), set(86400)),
    remove,
    "Kubernetes' ten minutes are more than the longest start and its trial",
  ),
  "spec.revisionHistoryLimit": butSame(hurts(set(0)), remove, "Kubernetes keeps 10, more than here"),
  "spec.selector": hurts(remove, set({})),
  "spec.selector.matchLabels": hurts(remove, set(OTHER_LABELS)),
  "spec.template": harmless("what is in it has entries of its own, and a workload without it is refused"),
  "spec.template.metadata": hurts(remove),
  "spec.template.metadata.labels": hurts(remove, set(OTHER_LABELS)),
  "spec.template.metadata.annotations": hurts(remove, add({ [SAFE_TO_EVICT]: "false" })),
  ...under("spec.template.spec", DEPLOYMENT_POD),
};

const JOB: Entries = {
  ...METADATA,
  "": hurts(remove),
  apiVersion: hurts(set("batch/v2alpha1")),
  kind: harmless("another kind is another object, and a Job's fields are refused in it"),
  "metadata.annotations": hurts(
    remove,
    add({ "helm.sh/hook": "post-install,post-upgrade" }),
    add({ "helm.sh/hook": "pre-install" }),
    add({ "helm.sh/hook-weight": "-20" }),
    add({ "helm.sh/hook-delete-policy": "hook-succeeded" }),
  ),
  spec: harmless("what is in it has entries of its own, and a Job without it is refused"),
  "spec.backoffLimit": butSame(hurts(set(1000)), remove, "Kubernetes' default is 6 instead of 5"),
  "spec.activeDeadlineSeconds": hurts(remove, set(31536000)),
  "spec.ttlSecondsAfterFinished": hurts(remove, set(31536000)),
  "spec.template": harmless("what is in it has entries of its own, and a Job without it is refused"),
  "spec.template.metadata": hurts(remove),
  "spec.template.metadata.labels": hurts(remove, set(OTHER_LABELS)),
  "spec.template.metadata.annotations": hurts(remove, add({ [SAFE_TO_EVICT]: "true" })),
  ...under("spec.template.spec", {
    ...POD,
    ...SECRET_VOLUMES,
    ...PROXY_LIST,
    serviceAccountName: hurts(remove, set("default"), set("missing"), set("ws-cli-controller")),
    restartPolicy: butSame(
      hurts(remove, set("Always")),
      set("OnFailure"),
      "the same number of attempts, in one pod instead of several",
    ),
    terminationGracePeriodSeconds: hurts(remove, set(0), set(20), set(86400)),
    ...under("containers[]", {
      ...MAIN_CONTAINER,
      ...COMMAND,
      ...MOUNTS,
      ...READ_ONLY_MOUNTS,
      args: hurts(add("--password=hunter2-and-more"), add("--inspect=0.0.0.0:9229")),
      "args[]": harmless("another script fails, and the release with it, before anything is changed"),
    }),
  }),
};

const POD_TEMPLATE: Entries = {
  ...METADATA,
  // sessions start without it, but then nothing shows what their policies pick
  "": hurts(remove),
  apiVersion: hurts(set("v1beta3")),
  kind: harmless("another kind is another object, and a PodTemplate's fields are refused in it"),
  template: harmless("what is in it has entries of its own, and a PodTemplate without it is empty"),
  "template.metadata": hurts(remove),
  "template.metadata.labels": hurts(remove, set(OTHER_LABELS)),
  "template.metadata.annotations": hurts(remove, add({ [SAFE_TO_EVICT]: "true" })),
  ...under("template.spec", {
    ...POD,
    ...EMPTY_DIRS,
    serviceAccountName: hurts(remove, set("default"), set("missing"), set("ws-cli-controller")),
    restartPolicy: hurts(remove, set("Always"), set("OnFailure")),
    runtimeClassName: hurts(remove, set("runc")),
    terminationGracePeriodSeconds: butSame(
      hurts(set(0), set(5), set(86400)),
      remove,
      "Kubernetes gives 30 seconds, and nothing in the pod waits longer",
    ),
    ...under("containers[]", {
      ...MAIN_CONTAINER,
      ...MOUNTS,
      ports: hurts(remove, dropEach),
      "ports[].name": harmless("no Service and no probe asks for it"),
      "ports[].containerPort": hurts(set(80), set(22), set(9999)),
      "ports[].protocol": harmless("it is for people: what a process listens at is its own matter"),
    }),
  }),
};

/** Deployments, Jobs and PodTemplates. */
export const PODS_PATHS: PathTable = { Deployment: DEPLOYMENT, Job: JOB, PodTemplate: POD_TEMPLATE };
