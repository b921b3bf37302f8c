import { isList, isObject, text, type Value } from "../../plugin/values";
import { type Law } from "../law";

/**
 * "Secret.topics must be set to configure rotation." Taking the last topic away from a secret that rotates is refused as
 * well. The sentence is the API reference's; the provider says it before a plan ("all of `rotation,topics` must be
 * specified"), except for topics that a dynamic block makes.
 * https://cloud.google.com/secret-manager/docs/reference/rest/v1/projects.secrets#Rotation
 */
export const law: Law = ({ action, type, after }) => {
  if (after === null || !/^google_secret_manager_(regional_)?secret$/.test(type)) return undefined;
  if (!rotates(after["rotation"]) || !isAbsent(after["topics"])) return undefined;
  const kind = type.includes("regional") ? "RegionalSecret" : "Secret";
  const name = text(after, "secret_id") ?? "";
  return {
    message:
      action === "create"
        ? `Error creating ${kind}: googleapi: Error 400: Secret.topics must be set to configure rotation., INVALID_ARGUMENT`
        : `Error updating ${kind} "${name}": googleapi: Error 400: Secret.topics must be set to configure rotation., INVALID_ARGUMENT`,
    advice: "Add a topics block with a Pub/Sub topic that Secret Manager may publish to, or remove rotation.",
    attribute: "rotation",
  };
};

function rotates(rotation: Value | undefined): boolean {
  return rotation !== undefined && isList(rotation) && rotation.some((block) => isObject(block));
}

/** A list that is known later is none. */
function isAbsent(topics: Value | undefined): boolean {
  return topics === undefined || topics === null || (isList(topics) && topics.length === 0);
}
