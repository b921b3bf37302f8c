import { isRecord } from "../../sandbox/kubernetes/objects";
import { type RenderedObject } from "../rendered/rendered-cluster";
import { fieldOf, specOf } from "./pods";

/** The fields of a Job, standing alone or inside a CronJob, and where they stand. */
export function jobOf(object: RenderedObject): {
  readonly path: string;
  readonly spec: Readonly<Record<string, unknown>>;
} {
  const inside = fieldOf(specOf(object), "jobTemplate.spec");
  return object.kind === "CronJob"
    ? { path: "spec.jobTemplate.spec", spec: isRecord(inside) ? inside : {} }
    : { path: "spec", spec: specOf(object) };
}
