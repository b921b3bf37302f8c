import { type Law } from "../law";

/**
 * A name belongs to one object; a second create is refused with 409.
 * https://cloud.google.com/apis/design/errors#handling_errors (ALREADY_EXISTS)
 */
export const law: Law = ({ action, type, key }, cloud) => {
  if (action !== "create" || !type.startsWith("google_") || cloud.get(type, key) === undefined) return undefined;
  return {
    message: `Error creating ${type}: googleapi: Error 409: The resource '${key}' already exists, alreadyExists`,
    advice: `Import it (terraform import ${type}.<name> '${key}') or choose another name.`,
  };
};
