import { resolve } from "node:path";
import { Cloud } from "./cloud/cloud";
import { Store } from "./cloud/store";
import { FAULTS_VARIABLE } from "./faults/fault";
import { Journal, JOURNAL_VARIABLE, JournaledProvider } from "./journal";
import { MAGIC_COOKIE, serve } from "./plugin/server";
import { isProviderName, makeProvider, PROVIDER_NAMES } from "./providers/make";
import { servedSchema } from "./served-schema";

/** `node main.js <provider>`, started by Terraform through the launchers that `install.ts` writes. */
async function main([name = ""]: readonly string[]): Promise<void> {
  if (process.env[MAGIC_COOKIE.name] !== MAGIC_COOKIE.value) {
    console.error("This is a simulated Terraform provider: Terraform starts it. How to use it: sandbox/README.md");
    process.exitCode = 1;
    return;
  }
  if (!isProviderName(name)) {
    console.error(`The sandbox has no provider '${name}'; it has ${PROVIDER_NAMES.join(", ")}`);
    process.exitCode = 1;
    return;
  }
  const projectDirectory = resolve(process.env["CLISCALE_SANDBOX_PROJECT"] ?? ".");
  const directory = resolve(process.env["CLISCALE_SANDBOX_DIR"] ?? ".sandbox");
  const { schema, encoded } = servedSchema(name, projectDirectory);
  const journal = process.env[JOURNAL_VARIABLE] === "1" ? new Journal(directory) : undefined;
  const file = process.env[FAULTS_VARIABLE];
  const faults = file === undefined ? undefined : new (await import("./faults/faults.js")).Faults(file, directory);
  const cloud = () => new Cloud(new Store(directory), undefined, { sight: faults?.sight });
  const made = await makeProvider(name, { schema, cloud, journal });
  const provider = faults === undefined ? made : faults.around(made, cloud);
  await serve(journal === undefined ? provider : new JournaledProvider(provider, journal), encoded);
}

void main(process.argv.slice(2));
