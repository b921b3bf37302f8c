import { type KubernetesObject } from "./objects";

/** The hook events of an object, such as `pre-install`; empty for an ordinary object. https://helm.sh/docs/topics/charts_hooks/ */
export function hookEvents(object: KubernetesObject): readonly string[] {
  const hook: unknown = object.metadata.annotations?.["helm.sh/hook"];
  const events = typeof hook === "string" ? hook.split(",") : [];
  return events.map((event) => event.trim()).filter((event) => event !== "");
}

/** Hooks of a lower weight come first; 0 unless it says otherwise. */
export function hookWeight(object: KubernetesObject): number {
  const weight: unknown = object.metadata.annotations?.["helm.sh/hook-weight"];
  return Number.parseInt(typeof weight === "string" ? weight : "", 10) || 0;
}
