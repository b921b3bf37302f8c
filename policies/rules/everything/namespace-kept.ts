import { expectArgument, type ResourceRule } from "../../rule";

/** A namespace isn't deleted with a change of the stack: everything in it would go, volumes and certificates included. */
export const namespaceKept: ResourceRule = {
  appliesTo: ["kubernetes_namespace", "kubernetes_namespace_v1"],
  evaluate: (namespace) => expectArgument(namespace, "lifecycle.prevent_destroy", true),
};
