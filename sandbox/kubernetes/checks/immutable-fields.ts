import { isDeepStrictEqual } from "node:util";
import { hookEvents } from "../hooks";
import { isRecord, type KubernetesObject } from "../objects";
import { type Check } from "./check";

const SPEC = "https://kubernetes.io/docs/concepts/workloads/controllers/";

/** Fields that an update cannot change. Each path leads from the object's root. */
const IMMUTABLE: Readonly<Record<string, readonly string[]>> = {
  Deployment: ["spec.selector"],
  DaemonSet: ["spec.selector"],
  ReplicaSet: ["spec.selector"],
  StatefulSet: ["spec.selector", "spec.serviceName", "spec.podManagementPolicy", "spec.volumeClaimTemplates"],
  Job: ["spec.template", "spec.selector", "spec.completionMode"],
  PersistentVolumeClaim: ["spec.storageClassName", "spec.accessModes", "spec.volumeName"],
  RoleBinding: ["roleRef"],
  ClusterRoleBinding: ["roleRef"],
  Secret: ["type"],
  StorageClass: ["provisioner", "parameters", "reclaimPolicy"],
  PriorityClass: ["value"],
};

/** An upgrade that changes an immutable field is refused; only deleting the object first helps. */
export const immutableFields: Check = {
  id: "immutable-fields",
  source: SPEC,
  effect: "refused",
  find: (review) =>
    review.objects.flatMap((object) => {
      const before = hookEvents(object).length > 0 ? undefined : review.before(object);
      const frozen = isFrozen(before) ? ["data", "binaryData", "stringData"] : [];
      return [...(IMMUTABLE[object.kind] ?? []), ...frozen]
        .filter(
          (path) =>
            before !== undefined && hasBody(before) && !isDeepStrictEqual(valueAt(before, path), valueAt(object, path)),
        )
        .map((path) => ({
          object,
          path,
          message: "field is immutable and differs from what is stored",
          fix: "give the object a new name, make it a hook, or delete the stored one first",
        }));
    }),
};

function valueAt(object: KubernetesObject, path: string): unknown {
  return (
    path.split(".").reduce<unknown>((value, step) => (isRecord(value) ? value[step] : undefined), object) ?? undefined
  );
}

const isFrozen = (object: KubernetesObject | undefined): boolean => object?.immutable === true;

/** A stored object whose shape is unknown carries only its metadata and proves nothing. */
const hasBody = (object: KubernetesObject): boolean =>
  Object.keys(object).some((key) => !["apiVersion", "kind", "metadata"].includes(key));
