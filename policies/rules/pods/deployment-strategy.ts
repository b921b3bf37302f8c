import { isRecord } from "../../../sandbox/kubernetes/objects";
import { fieldOf, specOf, workloadRule } from "../../facts/pods";
import { shown, verdict } from "../../rule";

/** More pods than this at a time need room on nodes and connections to the database that nobody planned. */
const LARGEST_SURGE = 50;

/** A roll-out takes no pod away before another is ready, and starts a part of the pods at a time. */
export const deploymentStrategy = workloadRule(["Deployment", "StatefulSet", "DaemonSet"], ({ object }) => {
  const field = object.kind === "Deployment" ? "strategy" : "updateStrategy";
  const strategy = specOf(object)[field];
  const type = isRecord(strategy) ? strategy.type : undefined;
  if (type === "Recreate" || type === "OnDelete") {
    return verdict([`spec.${field}.type is "${type}": all pods are gone at once, or wait to be deleted by hand`]);
  }
  if (object.kind !== "Deployment") {
    return verdict([]);
  }
  const { maxUnavailable = "25%", maxSurge = "25%" } = blockOf(fieldOf(strategy, "rollingUpdate"));
  const at = "spec.strategy.rollingUpdate";
  return verdict([
    ...(isZero(maxUnavailable) ? [] : [`${at}.maxUnavailable is ${shown(maxUnavailable)}, not 0`]),
    ...(isZero(maxSurge) ? [`${at}.maxSurge is ${shown(maxSurge)}: no new pod can start`] : []),
    ...(Number.parseFloat(String(maxSurge)) > LARGEST_SURGE
      ? [`${at}.maxSurge is ${shown(maxSurge)}, above ${LARGEST_SURGE}%`]
      : []),
  ]);
});

const blockOf = (value: unknown): Readonly<Record<string, unknown>> => (isRecord(value) ? value : {});
const isZero = (value: unknown): boolean => Number.parseFloat(String(value)) === 0;
