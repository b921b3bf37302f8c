import { join, resolve } from "node:path";
import { Cloud } from "./cloud/cloud";
import { Store } from "./cloud/store";
import { FAULTS_VARIABLE } from "./faults/fault";
import { Journal, JOURNAL_VARIABLE, JournaledProvider } from "./journal";
import { type Provider } from "./plugin/provider";
import { MAGIC_COOKIE, serve } from "./plugin/server";
import { filesBelow, schemaFromFile } from "./plugin/schema-file";
import { findBindings } from "./schema/bindings";
import { loadSchema, type ProviderName } from "./schema/load";
import { type ProviderSchema } from "./schema/types";

/** Each provider loads only what it needs: Terraform starts a process per provider, several times per command. */
const PROVIDERS: Readonly<
  Record<ProviderName, (schema: ProviderSchema, cloud: () => Cloud, journal?: Journal) => Promise<Provider>>
> = {
  google: async (schema, cloud) => new (await import("./providers/google.js")).GoogleProvider(schema, cloud()),
  "google-beta": async (schema, cloud) => new (await import("./providers/google.js")).GoogleProvider(schema, cloud()),
  kubernetes: async (schema, cloud) =>
    new (await import("./providers/kubernetes.js")).KubernetesProvider(schema, cloud()),
  helm: async (schema, cloud, journal) =>
    new (await import("./providers/helm.js")).HelmProvider(schema, cloud(), journal?.watching),
  random: async (schema) => (await import("./providers/random.js")).randomProvider(schema),
  tls: async (schema) => (await import("./providers/tls.js")).tlsProvider(schema),
};

/** `node main.js <provider>`, started by Terraform through the launchers that `install.ts` writes. */
async function main([name = ""]: readonly string[]): Promise<void> {
  if (process.env[MAGIC_COOKIE.name] !== MAGIC_COOKIE.value) {
    console.error("This is a simulated Terraform provider: Terraform starts it. How to use it: sandbox/README.md");
    process.exitCode = 1;
    return;
  }
  if (!isProvider(name)) {
    console.error(`The sandbox has no provider '${name}'; it has ${Object.keys(PROVIDERS).join(", ")}`);
    process.exitCode = 1;
    return;
  }
  const projectDirectory = resolve(process.env["CLISCALE_SANDBOX_PROJECT"] ?? ".");
  const directory = resolve(process.env["CLISCALE_SANDBOX_DIR"] ?? ".sandbox");
  const bindings = findBindings(name === "google-beta" ? "google" : name, projectDirectory);
  const code = ["schema", "plugin", "providers"].flatMap((folder) => filesBelow(join(__dirname, folder)));
  const sources = [join(bindings.directory, "package.json"), ...code];
  const { schema, encoded } = schemaFromFile(name, projectDirectory, sources, () =>
    loadSchema(name, { projectDirectory }),
  );
  const journal = process.env[JOURNAL_VARIABLE] === "1" ? new Journal(directory) : undefined;
  const file = process.env[FAULTS_VARIABLE];
  const faults = file === undefined ? undefined : new (await import("./faults/faults.js")).Faults(file, directory);
  const cloud = () => new Cloud(new Store(directory), undefined, { sight: faults?.sight });
  const made = await PROVIDERS[name](schema, cloud, journal);
  const provider = faults === undefined ? made : faults.around(made, cloud);
  await serve(journal === undefined ? provider : new JournaledProvider(provider, journal), encoded);
}

function isProvider(name: string): name is ProviderName {
  return name in PROVIDERS;
}

void main(process.argv.slice(2));
