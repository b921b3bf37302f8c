import { existsSync, readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { BlockReader } from "./block-reader";
import { parseModule, readSource, type GeneratedModule } from "./generated-source";
import { type BlockSchema, type ProviderSchema } from "./types";

/** The providers whose bindings this project installs. */
export type BindingsName = "google" | "kubernetes" | "helm" | "random" | "tls";

/** An installed `@cdktf/provider-*` package. */
export interface BindingsPackage {
  readonly name: BindingsName;
  /** The release of the package, which is not that of the provider. */
  readonly version: string;
  readonly directory: string;
}

/**
 * Finds the bindings of a provider: those that the project uses, else those that came with us.
 *
 * @throws Error when they are installed in neither place
 */
export function findBindings(name: BindingsName, projectDirectory: string): BindingsPackage {
  const request = `@cdktf/provider-${name}/package.json`;
  for (const from of [projectDirectory, __dirname]) {
    const file = tryResolve(request, from);
    if (file !== undefined) {
      const { version } = JSON.parse(readFileSync(file, "utf8")) as { version: string };
      return { name, version, directory: dirname(file) };
    }
  }
  throw new Error(
    `@cdktf/provider-${name} is installed neither for ${projectDirectory} nor beside the sandbox, which reads the ` +
      `provider's schema from it; run 'npm install @cdktf/provider-${name}'`,
  );
}

/** The release of the provider that bindings were generated from. Reads one module of them only. */
export function providerRelease(bindings: BindingsPackage): string {
  const module = parseModule(readSources(join(bindings.directory, "lib", "provider")));
  if (module === undefined) throw new Error(`${bindings.directory} has no module for the provider itself`);
  return providerVersion(module, bindings);
}

/** Reads everything that the bindings say about a provider. Takes seconds for google: see `loadSchema`. */
export function readBindings(bindings: BindingsPackage): ProviderSchema {
  const library = join(bindings.directory, "lib");
  const protocol = bindings.name === "helm" ? 6 : 5;
  const resources: Record<string, BlockSchema> = {};
  const dataSources: Record<string, BlockSchema> = {};
  let provider: BlockSchema = { attributes: {}, blocks: {} };
  let version = "";
  for (const folder of readdirSync(library, { withFileTypes: true })) {
    const module = folder.isDirectory() ? parseModule(readSources(join(library, folder.name))) : undefined;
    if (module === undefined) {
      continue;
    }
    const block = new BlockReader(module, protocol).read();
    if (module.kind === "provider") {
      provider = providerBlock(block);
      version = providerVersion(module, bindings);
    } else {
      (module.kind === "data source" ? dataSources : resources)[module.type] = block;
    }
  }
  return { name: bindings.name, version, protocol, provider, resources, dataSources, ephemeralResources: {} };
}

/** The module's TypeScript. Large modules keep their structs in files of their own. */
function readSources(folder: string): string[] {
  const structs = join(folder, "index-structs");
  const parts = existsSync(structs) ? readdirSync(structs).filter((file) => /^structs\d+\.js$/.test(file)) : [];
  return [join(folder, "index.js"), ...parts.map((file) => join(structs, file))].map(readSource);
}

/** Without `alias`, which is an argument of Terraform's own that no provider sees. */
function providerBlock(block: BlockSchema): BlockSchema {
  const attributes = Object.entries(block.attributes).filter(([name]) => name !== "alias");
  return { attributes: Object.fromEntries(attributes), blocks: block.blocks };
}

function providerVersion(module: GeneratedModule, bindings: BindingsPackage): string {
  if (module.providerVersion === undefined) {
    throw new Error(`${bindings.directory} does not say which release of the provider it was generated from`);
  }
  return module.providerVersion;
}

function tryResolve(request: string, from: string): string | undefined {
  try {
    return createRequire(join(from, "package.json")).resolve(request);
  } catch {
    return undefined;
  }
}
