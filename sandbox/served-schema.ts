import { join } from "node:path";
import { filesBelow, schemaFromFile, type EncodedSchema } from "./plugin/schema-file";
import { findBindings } from "./schema/bindings";
import { loadSchema, type ProviderName } from "./schema/load";
import { type ProviderSchema } from "./schema/types";

/** A provider's schema, from the file that is made anew when its bindings or the code that reads them change. */
export function servedSchema(
  name: ProviderName,
  projectDirectory: string,
): { readonly schema: ProviderSchema; readonly encoded?: EncodedSchema } {
  const bindings = findBindings(name === "google-beta" ? "google" : name, projectDirectory);
  const code = ["schema", "plugin", "providers"].flatMap((folder) => filesBelow(join(__dirname, folder)));
  const sources = [join(bindings.directory, "package.json"), ...code];
  return schemaFromFile(name, projectDirectory, sources, () => loadSchema(name, { projectDirectory }));
}
