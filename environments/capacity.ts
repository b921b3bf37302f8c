import { parseQuantity } from "../constructs/helm/values/quantity";
import { AUTOPILOT_PODS_PER_NODE, type EnvironmentSettings } from "./settings";

/** Part of the pods that a roll-out starts before it stops as many old ones, the chart's `maxSurge`. */
const SURGE = 0.25;

/** Most pods of a workload at one moment: every replica, and those that a roll-out starts beside them. */
export function peakPods(maxReplicas: number): number {
  return maxReplicas + Math.ceil(maxReplicas * SURGE);
}

/** How many pods a node may run, which sets the part of the pod range that it takes. */
export function podsPerNode(cluster: EnvironmentSettings["cluster"]): number {
  return cluster.mode === "autopilot" ? AUTOPILOT_PODS_PER_NODE : cluster.maxPodsPerNode;
}

/** What a container or a sum of containers takes: thousandths of a core and bytes, so that sums are exact. */
export interface Amount {
  readonly cpu: number;
  readonly memory: number;
}

/** `{ cpu: "500m", memory: "1Gi" }` as numbers. */
export function amount(resources: { readonly cpu: string; readonly memory: string }): Amount {
  return { cpu: Math.round((parseQuantity(resources.cpu) ?? 0) * 1000), memory: parseQuantity(resources.memory) ?? 0 };
}

/** The sum of amounts, each taken as many times as said. */
export function sum(...parts: readonly (readonly [times: number, amount: Amount])[]): Amount {
  return parts.reduce<Amount>(
    (total, [times, part]) => ({ cpu: total.cpu + times * part.cpu, memory: total.memory + times * part.memory }),
    { cpu: 0, memory: 0 },
  );
}

const UNITS = { cpu: 1000, memory: 2 ** 30 } as const;

/** Rounded up to whole cores or Gi, as one would write it into the settings. */
export function showAmount(kind: keyof Amount, value: number): string {
  const whole = Math.ceil(value / UNITS[kind]);
  return kind === "cpu" ? String(whole) : `${whole}Gi`;
}
