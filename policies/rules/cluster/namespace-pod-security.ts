import { textMap } from "../../facts/cluster-objects";
import { podSecurityFindings, SHARED_NAMESPACES } from "../../facts/cluster-namespaces";
import { isReference, valueAt } from "../../rendered/rendered-stack";
import { unknown, verdict, type ResourceRule, NOT_APPLICABLE } from "../../rule";

/** A namespace that Terraform makes holds all pods to the restricted standard, of a version that stays. */
export const namespacePodSecurity: ResourceRule = {
  appliesTo: ["kubernetes_namespace", "kubernetes_namespace_v1"],
  evaluate: ({ arguments: block }) => {
    const labels = valueAt(block, "metadata.labels");
    const name = valueAt(block, "metadata.name");
    if (isReference(labels)) {
      return unknown("metadata.labels");
    }
    return typeof name === "string" && SHARED_NAMESPACES.includes(name)
      ? NOT_APPLICABLE
      : verdict(podSecurityFindings(textMap(labels), isReference));
  },
};
