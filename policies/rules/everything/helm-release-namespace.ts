import { isWritten, valueAt, type RenderedStack } from "../../rendered/rendered-stack";
import { shown, verdict, type ResourceRule } from "../../rule";

/** Namespaces that belong to the cluster or to nobody: https://kubernetes.io/docs/concepts/overview/working-with-objects/namespaces/#initial-namespaces */
const NOT_OURS = ["default", "kube-node-lease", "kube-public", "kube-system"];

/** A release goes to a namespace that was made for it, with the labels and quotas that it has, and doesn't make one without them. */
export const helmReleaseNamespace: ResourceRule = {
  appliesTo: ["helm_release"],
  evaluate: ({ arguments: { namespace: given, create_namespace: makes } }, stack) => {
    const namespace = nameOf(given, stack);
    return verdict([
      ...(namespace === undefined || namespace === "" || (isWritten(namespace) && NOT_OURS.includes(namespace))
        ? [`namespace is ${shown(namespace)}, which was not made for it`]
        : []),
      ...(makes === true ? ["create_namespace is true: the namespace has no Pod Security labels"] : []),
    ]);
  },
};

/** The name of a namespace that the stack makes, where the release refers to it. */
function nameOf(value: unknown, stack: RenderedStack): unknown {
  const made = ["kubernetes_namespace", "kubernetes_namespace_v1"]
    .flatMap((type) => stack.ofType(type))
    .find((one) => stack.refersTo(value, one));
  return made === undefined ? value : (valueAt(made.arguments, "metadata.name") ?? value);
}
