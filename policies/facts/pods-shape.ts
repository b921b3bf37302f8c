import { type PodSpec } from "../../sandbox/kubernetes/kubernetes-types";
import { isRecord } from "../../sandbox/kubernetes/objects";
import { type PodTemplate } from "../../sandbox/kubernetes/pod-templates";
import { isReference } from "../rendered/rendered-stack";

const words = (text: string): ReadonlySet<string> => new Set(text.split(" "));

/** Fields of a pod's spec that hold a list of objects. https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/ */
const OBJECT_LISTS = words(
  "containers initContainers ephemeralContainers volumes ports env envFrom volumeMounts topologySpreadConstraints sources items " +
    "sysctls tolerations hostAliases imagePullSecrets matchExpressions preferredDuringSchedulingIgnoredDuringExecution",
);
const PLAIN_LISTS = words(
  "command args add drop supplementalGroups nameservers searches values matchLabelKeys hostnames",
);
const BLOCKS = words(
  "securityContext resources requests limits capabilities seccompProfile seLinuxOptions windowsOptions appArmorProfile " +
    "livenessProbe readinessProbe startupProbe lifecycle preStop postStart sleep exec httpGet tcpSocket grpc emptyDir hostPath csi " +
    "projected secret configMap downwardAPI persistentVolumeClaim volumeAttributes affinity podAntiAffinity podAffinity nodeAffinity " +
    "podAffinityTerm labelSelector matchLabels serviceAccountToken valueFrom secretKeyRef configMapKeyRef secretRef configMapRef " +
    "dnsConfig nodeSelector os",
);
const NUMBERS = words(
  "runAsUser runAsGroup fsGroup containerPort hostPort terminationGracePeriodSeconds activeDeadlineSeconds initialDelaySeconds " +
    "periodSeconds timeoutSeconds failureThreshold successThreshold seconds expirationSeconds defaultMode mode maxSkew weight",
);
const SWITCHES = words(
  "hostNetwork hostPID hostIPC hostUsers hostProcess privileged allowPrivilegeEscalation readOnlyRootFilesystem runAsNonRoot " +
    "automountServiceAccountToken enableServiceLinks shareProcessNamespace readOnly optional stdin tty setHostnameAsFQDN",
);

const TEXTS = words(
  "name image imagePullPolicy restartPolicy driver mountPath value key path host protocol type medium topologyKey operator " +
    "whenUnsatisfiable dnsPolicy serviceAccountName serviceAccount runtimeClassName priorityClassName nodeName schedulerName",
);

/**
 * The same pod with every field in its own shape, so that rules need not ask: a block that Terraform renders as a list of one
 * is the block, `"8080"` is a number, `null` and what has another shape altogether is left out. Kubernetes refuses the last.
 */
export function inShape(template: PodTemplate): PodTemplate {
  const spec = shaped(template.spec, "spec");
  return {
    ...template,
    labels: texts(template.labels),
    annotations: texts(template.annotations),
    spec: (isRecord(spec) ? spec : {}) as unknown as PodSpec,
  };
}

/** True for a value that only a plan or an apply tells. */
export function isUncertain(value: unknown): boolean {
  return isRecord(value)
    ? Object.keys(value).join() === "what"
    : isReference(value) || (typeof value === "string" && /<[^<>]+>/.test(value));
}

/** A map of text to text, such as labels. */
export function texts(value: unknown): Readonly<Record<string, string>> {
  const entries = Object.entries(isRecord(value) ? value : {});
  return Object.fromEntries(entries.flatMap(([key, value]) => asText(value).map((text) => [key, text] as const)));
}

function shaped(value: unknown, key: string): unknown {
  if (OBJECT_LISTS.has(key)) {
    const list: readonly unknown[] = Array.isArray(value) ? value : [value];
    return list.filter(isRecord).map((item) => shapedBlock(item));
  }
  if (PLAIN_LISTS.has(key)) {
    const list: readonly unknown[] = Array.isArray(value) ? value : [];
    return key === "supplementalGroups" ? list.filter((item) => typeof item !== "object") : list.flatMap(asText);
  }
  if (TEXTS.has(key)) {
    return asText(value)[0];
  }
  if (NUMBERS.has(key) && typeof value === "string" && /^\d+$/.test(value)) {
    return Number(value);
  }
  if (SWITCHES.has(key) && (value === "true" || value === "false")) {
    return value === "true";
  }
  if (BLOCKS.has(key)) {
    const block: unknown = Array.isArray(value) ? value[0] : value;
    return isRecord(block) ? shapedBlock(block) : undefined;
  }
  return isRecord(value) ? shapedBlock(value) : value;
}

/** Text, none for what is something else. A value that isn't known yet is shown by what it is called. */
function asText(value: unknown): readonly string[] {
  if (isRecord(value)) {
    return isUncertain(value) ? [`<${String(value.what)}>`] : [];
  }
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean" ? [String(value)] : [];
}

function shapedBlock(block: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(block).flatMap(([key, inner]) => {
      const right = inner === null || inner === undefined ? undefined : shaped(inner, key);
      return right === undefined ? [] : [[key, right]];
    }),
  );
}
