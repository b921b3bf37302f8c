import { resourceSchema } from "../schema/resource-schema";
import { type IsComputed } from "./forced";

/**
 * Reads from the providers' schemas whether an attribute comes from the API alone. One that the configuration may set counts
 * as known, since it can be written out; so does one of a type that no schema has.
 */
export function computedBySchema(projectDirectory?: string): IsComputed {
  return ({ type }, attribute) => {
    const schema = resourceSchema(type, projectDirectory)?.block?.attributes[attribute];
    return schema?.computed === true && schema.optional !== true;
  };
}
