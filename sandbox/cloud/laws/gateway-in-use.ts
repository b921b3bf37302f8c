import { text } from "../../plugin/values";
import { type Law } from "../law";
import { CLUSTER_OBJECT, manifestOf, OBJECT_REFERENCES, objectName, userOf } from "../object-references";
import { meets } from "../references";

/**
 * What GKE's load balancer uses for a release's objects is not deleted before the release lets go of it: Cloud Armor and
 * SSL policies, addresses, certificate maps. https://cloud.google.com/armor/docs/configure-security-policies#delete-policy,
 * words of the error: https://github.com/GoogleCloudPlatform/terraform-google-cloud-armor/issues/59 (Certificate Manager's
 * own are not documented).
 */
export const law: Law = ({ action, type, key, project, before }, cloud) => {
  const references = OBJECT_REFERENCES.filter(({ to }) => to.includes(type));
  if (action !== "delete" || before === null || references.length === 0) return undefined;
  for (const user of cloud.list(CLUSTER_OBJECT)) {
    if ((user.attributes["project"] ?? project) !== project) continue;
    const object = manifestOf(user.attributes);
    const reference = references.find(
      ({ kind, names }) => object["kind"] === kind && names(object).some((name) => meets(before, "name", name)),
    );
    if (reference === undefined) continue;
    return {
      message:
        `Error waiting for Deleting ${type}: googleapi: Error 400: The ${reference.noun} resource '${key}' is already being used by ` +
        `'${userOf(user, reference, project)}', resourceInUseByAnotherResource`,
      advice:
        `GKE made that for ${objectName(object)} of the release ${text(user.attributes, "release") ?? ""}: ` +
        "upgrade the release so that it names something else, or uninstall it first. The release must depend on this resource.",
    };
  }
  return undefined;
};
