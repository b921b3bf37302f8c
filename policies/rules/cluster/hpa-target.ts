import { named } from "../../facts/cluster-objects";
import { valueAt } from "../../rendered/rendered-stack";
import { shown, verdict, type ObjectRule } from "../../rule";

/** An autoscaler scales something that exists, and nobody else scales it: two set the number in turns. */
export const hpaTarget: ObjectRule = {
  kinds: ["HorizontalPodAutoscaler"],
  evaluate: ({ object, namespace, address }, { cluster }) => {
    const kind = valueAt(object, "spec.scaleTargetRef.kind");
    const name = valueAt(object, "spec.scaleTargetRef.name");
    const version = valueAt(object, "spec.scaleTargetRef.apiVersion");
    const targets = typeof kind === "string" ? cluster.ofKind(kind, namespace) : [];
    const target = named(targets, name);
    const rivals = cluster
      .ofKind("HorizontalPodAutoscaler", namespace)
      .filter(
        (other) =>
          other.address !== address &&
          valueAt(other.object, "spec.scaleTargetRef.name") === name &&
          valueAt(other.object, "spec.scaleTargetRef.kind") === kind,
      );
    return verdict([
      ...(target === undefined && cluster.unknown.length === 0
        ? [`spec.scaleTargetRef.name is ${shown(name)}, and ${namespace} has no such ${String(kind)}`]
        : []),
      ...(target !== undefined && target.apiVersion !== version
        ? [`spec.scaleTargetRef.apiVersion is ${shown(version)}, not "${target.apiVersion}"`]
        : []),
      ...rivals.map((other) => `spec.scaleTargetRef.name is ${shown(name)}, which ${other.name} scales as well`),
    ]);
  },
};
