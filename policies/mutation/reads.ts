import { type RenderedCluster } from "../rendered/rendered-cluster";
import { type RenderedStack } from "../rendered/rendered-stack";

/** A part of a stack that a rule asks for. `everything` is for what this file knows nothing of. */
export type Part =
  | "everything"
  | "json"
  | "resources"
  | "dataSources"
  | "settings"
  | "objects"
  | "pods"
  | `type ${string}`
  | `kind ${string}`;

/**
 * The same stack, noting which parts of it are read. A rule is a pure function, so what it says of one resource stays the same as
 * long as that resource and the parts that it read stay the same. A member that isn't known here counts as a read of everything.
 */
export function noting(stack: RenderedStack, reads: Set<Part>): RenderedStack {
  return watched(stack, reads, {
    name: () => stack.name,
    json: () => note(reads, "json", stack.json),
    resources: () => note(reads, "resources", stack.resources),
    dataSources: () => note(reads, "dataSources", stack.dataSources),
    settings: () => note(reads, "settings", stack.settings),
    ofType: () => (type: string) => note(reads, `type ${type}`, stack.ofType(type)),
    cluster: () => notingCluster(stack.cluster, reads),
  });
}

function notingCluster(cluster: RenderedCluster, reads: Set<Part>): RenderedCluster {
  return watched(cluster, reads, {
    objects: () => note(reads, "objects", cluster.objects),
    unknown: () => note(reads, "objects", cluster.unknown),
    ofKind: () => (kind: string, namespace?: string) => note(reads, `kind ${kind}`, cluster.ofKind(kind, namespace)),
    withPods: () => () => note(reads, "pods", cluster.withPods()),
  });
}

function note<Value>(reads: Set<Part>, part: Part, value: Value): Value {
  reads.add(part);
  return value;
}

function watched<Target extends object>(
  target: Target,
  reads: Set<Part>,
  known: Readonly<Record<string | symbol, () => unknown>>,
): Target {
  return new Proxy(target, {
    get: (_, member, receiver): unknown => {
      const read = Object.hasOwn(known, member) ? known[member] : undefined;
      if (read !== undefined) {
        return read();
      }
      const value: unknown = Reflect.get(target, member, receiver);
      // a method of the class runs on this proxy, so that its own reads are noted
      const isMethod = typeof value === "function" && !Object.hasOwn(target, member);
      return isMethod ? value : note(reads, "everything", value);
    },
  });
}
