import { type Container, type PodSpec } from "./kubernetes-types";
import { isRecord, type KubernetesObject } from "./objects";

/** The description of a pod, standing alone or inside of what creates it. */
export interface PodTemplate {
  readonly object: KubernetesObject;
  /** Where the pod's spec stands, for example `spec.template.spec`; `spec` for a pod itself. */
  readonly path: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  readonly spec: PodSpec;
  /** A pod is refused at once; what creates pods is stored and its pods are refused later. */
  readonly isPod: boolean;
}

/** A container with its place, whichever list it is in. */
export interface PlacedContainer {
  readonly container: Container;
  readonly path: string;
  readonly role: "container" | "init" | "ephemeral";
}

const PATHS: Readonly<Record<string, readonly string[]>> = {
  "v1 Pod": [],
  "v1 PodTemplate": ["template"],
  "v1 ReplicationController": ["spec", "template"],
  "apps/v1 DaemonSet": ["spec", "template"],
  "apps/v1 Deployment": ["spec", "template"],
  "apps/v1 ReplicaSet": ["spec", "template"],
  "apps/v1 StatefulSet": ["spec", "template"],
  "batch/v1 Job": ["spec", "template"],
  "batch/v1 CronJob": ["spec", "jobTemplate", "spec", "template"],
};

/** True for a pod and for every kind that creates pods. */
export const createsPods = ({ apiVersion, kind }: KubernetesObject): boolean =>
  Object.hasOwn(PATHS, `${apiVersion} ${kind}`);

/** The pod that an object is or creates. The object must have the shape of its kind. */
export function podTemplateOf(object: KubernetesObject): PodTemplate | undefined {
  const steps = PATHS[`${object.apiVersion} ${object.kind}`];
  const template = steps?.reduce<unknown>((value, step) => (isRecord(value) ? value[step] : undefined), object);
  if (steps === undefined || !isRecord(template) || !isRecord(template.spec)) {
    return undefined;
  }
  const metadata = (isRecord(template.metadata) ? template.metadata : {}) as Pick<
    PodTemplate,
    "labels" | "annotations"
  >;
  return {
    object,
    path: [...steps, "spec"].join("."),
    labels: metadata.labels ?? {},
    annotations: metadata.annotations ?? {},
    spec: template.spec as unknown as PodSpec,
    isPod: steps.length === 0,
  };
}

/** Init containers, containers and ephemeral containers, in the order in which they start. */
export function containersOf({ spec, path }: PodTemplate): readonly PlacedContainer[] {
  const place = (role: PlacedContainer["role"], list: string) => (container: Container, index: number) => ({
    container,
    role,
    path: `${path}.${list}[${index}]`,
  });
  return [
    ...(spec.initContainers ?? []).map(place("init", "initContainers")),
    ...(spec.containers ?? []).map(place("container", "containers")),
    ...((spec.ephemeralContainers ?? []) as Container[]).map(place("ephemeral", "ephemeralContainers")),
  ];
}
