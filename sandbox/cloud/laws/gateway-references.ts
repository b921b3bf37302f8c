import { type Law } from "../law";
import { CLUSTER_OBJECT, manifestOf, OBJECT_REFERENCES, objectName } from "../object-references";
import { meets } from "../references";

/**
 * What a Gateway and its policies name must exist in the cluster's project. In Google Cloud such a release is installed
 * all the same, since Helm waits for no Gateway: the load balancer is never programmed, which only events of the Gateway
 * tell. Here the release fails, because nothing would be reachable.
 * https://cloud.google.com/kubernetes-engine/docs/how-to/configure-gateway-resources
 */
export const law: Law = ({ action, type, project, after }, cloud) => {
  if (action === "delete" || type !== CLUSTER_OBJECT || after === null) return undefined;
  const object = manifestOf(after);
  for (const { kind, names, to, collection } of OBJECT_REFERENCES) {
    if (object["kind"] !== kind) continue;
    const existing = to
      .flatMap((candidate) => cloud.list(candidate))
      .filter(({ attributes }) => (attributes["project"] ?? project) === project);
    const missing = names(object).find((name) => !existing.some(({ attributes }) => meets(attributes, "name", name)));
    if (missing !== undefined) {
      return {
        message:
          `${objectName(object)}: error cause: gceSync: generic::not_found: googleapi: Error 404: ` +
          `The resource 'projects/${project}/${collection}/${missing}' was not found, notFound`,
        advice:
          `${objectName(object)} names a ${to[0] ?? ""} that does not exist, so its load balancer would never be programmed. ` +
          "Refer to the resource instead of writing its name, and let the release depend on it.",
      };
    }
  }
  return undefined;
};
