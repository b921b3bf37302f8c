import { textMap } from "../../facts/cluster-objects";
import { podSecurityFindings, SHARED_NAMESPACES } from "../../facts/cluster-namespaces";
import { isUncertain } from "../../rendered/unknown";
import { NOT_APPLICABLE, verdict, type ObjectRule } from "../../rule";

/** The same of a namespace that a chart makes. */
export const namespaceManifestPodSecurity: ObjectRule = {
  kinds: ["Namespace"],
  evaluate: ({ name, object }) =>
    SHARED_NAMESPACES.includes(name)
      ? NOT_APPLICABLE
      : verdict(podSecurityFindings(textMap(object.metadata.labels), isUncertain)),
};
