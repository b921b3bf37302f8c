import { type KubernetesObject } from "../../sandbox/kubernetes/objects";

/** An object of the cluster, with what put it there. */
export interface ClusterObject {
  readonly object: KubernetesObject;
  /** Its namespace when it names none. */
  readonly namespace: string;
  /** The path of the construct that it comes from, beginning with the stack. */
  readonly path: string;
}

/** The namespace that an object is in; the empty text for one of the whole cluster. */
export function namespaceOf({ object, namespace }: Pick<ClusterObject, "object" | "namespace">): string {
  return object.metadata.namespace ?? namespace;
}
