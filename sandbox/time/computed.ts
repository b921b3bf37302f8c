import { loadSchema, type ProviderName } from "../schema/load";
import { type IsComputed } from "./forced";

const PROVIDERS: Readonly<Record<string, ProviderName>> = {
  google: "google",
  kubernetes: "kubernetes",
  helm: "helm",
  random: "random",
  tls: "tls",
};

/**
 * Reads from the providers' schemas whether an attribute comes from the API alone. One that the configuration may set counts
 * as known, since it can be written out; so does one of a type that no schema has.
 */
export function computedBySchema(projectDirectory?: string): IsComputed {
  return ({ type }, attribute) => {
    const name = PROVIDERS[type.split("_", 1).join("")];
    if (name === undefined) {
      return false;
    }
    const { resources } = loadSchema(name, projectDirectory === undefined ? {} : { projectDirectory });
    const schema = resources[type]?.attributes[attribute];
    return schema?.computed === true && schema.optional !== true;
  };
}
