/** A Kubernetes object as a manifest writes it. */
export interface KubernetesObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: ObjectMetadata;
  readonly [field: string]: unknown;
}

/** The part of `metadata` that the sandbox reads and writes. */
export interface ObjectMetadata {
  readonly name: string;
  /** Absent on cluster-scoped objects and, before admission, on objects that leave it to the request. */
  readonly namespace?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly [field: string]: unknown;
}

/** True for a YAML mapping or JSON object. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The API group of an object: `apps` for `apps/v1`, the empty string for the core group. */
export function groupOf(apiVersion: string): string {
  return apiVersion.includes("/") ? apiVersion.slice(0, apiVersion.indexOf("/")) : "";
}

/** One line that names an object: `apps/v1 Deployment ws-cli/controller`. */
export function describeObject(object: KubernetesObject): string {
  const { name, namespace } = object.metadata;
  return `${object.apiVersion} ${object.kind} ${namespace === undefined ? name : `${namespace}/${name}`}`;
}

/**
 * What makes an object unique in a cluster. The version is left out, because
 * `autoscaling/v1` and `autoscaling/v2` are two views of one stored object.
 */
export function keyOf(object: KubernetesObject): string {
  return keyFor(groupOf(object.apiVersion), object.kind, object.metadata.namespace, object.metadata.name);
}

/** {@link keyOf} from its parts, to look an object up by reference. */
export function keyFor(group: string, kind: string, namespace: string | undefined, name: string): string {
  return [group, kind, namespace ?? "", name].join("|");
}
