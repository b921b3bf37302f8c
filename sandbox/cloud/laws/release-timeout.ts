import { at, isList, isObject, type ObjectValue, type Value } from "../../plugin/values";
import { type Law } from "../law";
import { CLUSTER_OBJECT, manifestOf, objectName } from "../object-references";

/**
 * Helm waits for a roll-out as long as the release's `timeout` says, and no longer. Pods take here the time that their own
 * manifest grants them: all of the startup probe's attempts, step by step through the rolling update.
 * https://helm.sh/docs/intro/using_helm/#helpful-options-for-installupgraderollback,
 * https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#rolling-update-deployment,
 * https://github.com/hashicorp/terraform-provider-helm/issues/672
 */
export const law: Law = ({ action, type, before, after }) => {
  if (action === "delete" || type !== CLUSTER_OBJECT || after === null) return undefined;
  const timeout = after["timeout"];
  if (typeof timeout !== "number") return undefined;
  const object = manifestOf(after);
  const seconds = rollOutSeconds(object, before === null ? undefined : manifestOf(before));
  if (seconds <= timeout) return undefined;
  return {
    message: `${objectName(object)}: context deadline exceeded`,
    advice:
      `Its roll-out may take ${seconds} s by its own manifest (startup probe, minReadySeconds, terminationGracePeriodSeconds, replicas ` +
      `by maxSurge and maxUnavailable), and the release's timeout is ${timeout} s. Raise the timeout or let more pods start at a time.`,
    attribute: "timeout",
  };
};

/** How long a roll-out takes at most until Helm calls it ready; 0 for what rolls nothing out. */
function rollOutSeconds(object: ObjectValue, old: ObjectValue | undefined): number {
  const pod = at(object, "spec.template.spec");
  if (!isObject(pod)) return 0;
  if (JSON.stringify(at(old ?? {}, "spec.template")) === JSON.stringify(at(object, "spec.template"))) return 0;
  const start = startSeconds(pod);
  const replicas = numberAt(object, "spec.replicas", 1);
  const grace = numberAt(pod, "terminationGracePeriodSeconds", 30);
  const ready = numberAt(object, "spec.minReadySeconds", 0);
  if (object["kind"] === "StatefulSet") {
    if (at(object, "spec.podManagementPolicy") === "Parallel" && old === undefined) return start;
    return replicas * (start + (old === undefined ? 0 : grace)) + Math.max(0, replicas - 1) * ready;
  }
  if (object["kind"] !== "Deployment") return 0;
  if (old === undefined) return start;
  if (at(object, "spec.strategy.type") === "Recreate") return grace + start;
  const surge = share(at(object, "spec.strategy.rollingUpdate.maxSurge"), replicas, Math.ceil);
  const away = share(at(object, "spec.strategy.rollingUpdate.maxUnavailable"), replicas, Math.floor);
  const steps = Math.ceil(replicas / Math.max(1, surge + away));
  return steps * (start + (surge === 0 ? grace : 0)) + Math.max(0, steps - 1) * ready;
}

/** Until a pod is ready: sidecars one after the other, then the containers side by side. */
function startSeconds(pod: ObjectValue): number {
  const sidecars = listAt(pod, "initContainers").filter(({ restartPolicy }) => restartPolicy === "Always");
  const before = sidecars.reduce((sum, sidecar) => sum + probeSeconds(sidecar), 0);
  return before + Math.max(0, ...listAt(pod, "containers").map(probeSeconds));
}

/** https://kubernetes.io/docs/tasks/configure-pod-container/configure-liveness-readiness-startup-probes/#configure-probes */
function probeSeconds(container: ObjectValue): number {
  const startup = container["startupProbe"];
  const probe = startup ?? container["readinessProbe"];
  if (probe === undefined || !isObject(probe)) return 0;
  const attempts = startup === undefined ? 1 : numberAt(probe, "failureThreshold", 3);
  return numberAt(probe, "initialDelaySeconds", 0) + attempts * numberAt(probe, "periodSeconds", 10);
}

/** A number of pods or a percentage of them, by default 25%. */
function share(value: Value | undefined, replicas: number, round: (pods: number) => number): number {
  if (typeof value === "number") return value;
  const percent = typeof value === "string" ? Number(value.replace("%", "")) : 25;
  return round((replicas * percent) / 100);
}

function numberAt(object: ObjectValue, path: string, otherwise: number): number {
  const value = at(object, path);
  return typeof value === "number" ? value : otherwise;
}

function listAt(object: ObjectValue, name: string): readonly ObjectValue[] {
  const list = object[name];
  return list !== undefined && isList(list) ? list.filter((item) => isObject(item)) : [];
}
