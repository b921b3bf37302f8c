import { type Law } from "../law";
import { namesAt, REFERENCES, referenced } from "../references";

/**
 * What a request names must exist; else the API answers 404.
 * https://cloud.google.com/apis/design/errors#handling_errors (NOT_FOUND)
 */
export const law: Law = ({ action, type, after }, cloud) => {
  if (action === "delete" || after === null) return undefined;
  for (const reference of REFERENCES[type] ?? []) {
    const missing = namesAt(after, reference).find((value) => referenced(cloud, reference, value) === undefined);
    if (missing !== undefined) {
      return {
        message: `Error creating ${type}: googleapi: Error 404: The resource '${missing}' was not found, notFound`,
        advice: `'${reference.path}' names a ${reference.to} that does not exist. Refer to the resource instead of writing its name.`,
        attribute: reference.path.split(".")[0] ?? reference.path,
      };
    }
  }
  return undefined;
};
