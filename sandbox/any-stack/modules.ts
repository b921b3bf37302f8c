import { existsSync, statSync } from "node:fs";
import { resolve } from "node:path";
import { type Configuration } from "./configuration";
import { type Dialect, moduleFiles, readModule } from "./module-files";

/** A module of a stack: the root, or one in a directory of its own. */
export interface FoundModule {
  /** `module.network.module.subnets`; empty for the root. */
  readonly address: string;
  readonly directory: string;
  readonly configuration: Configuration;
}

/** All modules of a stack, the root first, and everything that could not be read. */
export interface FoundModules {
  readonly modules: readonly FoundModule[];
  readonly problems: readonly string[];
}

/** Reads a directory's configuration and follows its local modules. A directory that several calls use is read once. */
export async function readModules(root: string, dialect: Dialect): Promise<FoundModules> {
  const modules: FoundModule[] = [];
  const problems: string[] = [];
  const known = new Map<string, Configuration>();
  const visit = async (directory: string, address: string, above: readonly string[]): Promise<void> => {
    let configuration = known.get(directory);
    if (configuration === undefined) {
      const read = await readModule(directory, dialect);
      problems.push(...read.problems);
      configuration = read.configuration;
      known.set(directory, configuration);
    }
    modules.push({ address, directory, configuration });
    for (const [name, { source }] of Object.entries(configuration.module)) {
      const inner = [address, `module.${name}`].filter((part) => part !== "").join(".");
      const place = localPlace(directory, source);
      const problem = sourceProblem({ address: inner, source, place, dialect, above: [...above, directory] });
      if (problem !== undefined) problems.push(problem);
      else if (place !== undefined) await visit(place, inner, [...above, directory]);
    }
  };
  await visit(resolve(root), "", []);
  return { modules, problems };
}

/** Terraform takes a source for a path when it begins with `./`, `../` or `/`. */
function localPlace(directory: string, source: unknown): string | undefined {
  const isPath = typeof source === "string" && /^\.{0,2}\//.test(source) && !source.includes("${");
  return isPath ? resolve(directory, source) : undefined;
}

/** A call of a module. */
interface Call {
  readonly address: string;
  readonly source: unknown;
  readonly place: string | undefined;
  readonly dialect: Dialect;
  /** The directories of the modules that the call is in. */
  readonly above: readonly string[];
}

function sourceProblem({ address, source, place, dialect, above }: Call): string | undefined {
  const shown = JSON.stringify(source) ?? "nothing";
  if (place === undefined) {
    return (
      `${address} comes from ${shown}; the sandbox has no network, so a module's source must be a path that begins with './' or '../': ` +
      "copy the module into the directory and name its path"
    );
  }
  if (above.includes(place))
    return `${address} has the source ${shown}, a module that it is part of itself; name another`;
  const isDirectory = existsSync(place) && statSync(place).isDirectory();
  if (isDirectory && moduleFiles(place, dialect).primary.length > 0) return undefined;
  const found = isDirectory ? "has no configuration" : "does not exist";
  return `${address} has the source ${shown}, but ${place} ${found}; correct the path, relative to the module that calls it`;
}
