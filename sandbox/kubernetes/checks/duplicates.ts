import { describeObject, keyOf, type KubernetesObject } from "../objects";
import { type Check } from "./check";

/** Helm creates objects one by one, so the second of the same name already exists. */
export const duplicates: Check = {
  id: "duplicates",
  source: "https://kubernetes.io/docs/concepts/overview/working-with-objects/names/",
  effect: "refused",
  find: (review) => {
    const seen = new Map<string, KubernetesObject>();
    return review.objects.filter(isRepeated(seen)).map((object) => ({
      object,
      path: "metadata.name",
      message: `${describeObject(object)} is there twice in this release`,
      fix: "keep one of the two templates that render it",
    }));
  },
};

function isRepeated(seen: Map<string, KubernetesObject>): (object: KubernetesObject) => boolean {
  return (object) => {
    const key = keyOf(object);
    const repeated = seen.has(key);
    seen.set(key, object);
    return repeated;
  };
}
