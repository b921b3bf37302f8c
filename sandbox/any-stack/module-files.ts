import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type Arguments, type Configuration, merged, normalized } from "./configuration";
import { overridden } from "./override";

/** Which program reads the configuration: OpenTofu has files of its own that Terraform does not see. */
export type Dialect = "terraform" | "opentofu";

/** The files of one module, as they are named. */
export interface ModuleFiles {
  readonly primary: readonly string[];
  /** They change what the primary ones say, in this order. */
  readonly overrides: readonly string[];
}

/** What was read of one module, and everything that could not be. */
export interface ReadModule {
  readonly configuration: Configuration;
  readonly problems: readonly string[];
}

const EXTENSIONS: Readonly<Record<Dialect, RegExp>> = {
  terraform: /\.tf(\.json)?$/,
  opentofu: /\.(tf|tofu)(\.json)?$/,
};

/**
 * The files that Terraform reads of a directory (https://developer.hashicorp.com/terraform/language/files). With OpenTofu, `main.tofu`
 * takes the place of `main.tf` (https://opentofu.org/docs/language/files/).
 */
export function moduleFiles(directory: string, dialect: Dialect): ModuleFiles {
  const names = readdirSync(directory, { withFileTypes: true })
    .filter((entry) => !entry.isDirectory() && !/^[.#]|~$/.test(entry.name) && EXTENSIONS[dialect].test(entry.name))
    .map(({ name }) => name)
    .sort();
  const all = new Set(names);
  const seen = names.filter(
    (name) =>
      dialect === "terraform" || !all.has(name.replace(/\.tf(\.json)?$/, ".tofu$1")) || /\.tofu(\.json)?$/.test(name),
  );
  const isOverride = (name: string): boolean => /^(.*_)?override\.(tf|tofu)(\.json)?$/.test(name);
  return { primary: seen.filter((name) => !isOverride(name)), overrides: seen.filter(isOverride) };
}

/** Reads a module's files, whatever language each is written in. */
export async function readModule(directory: string, dialect: Dialect): Promise<ReadModule> {
  const { primary, overrides } = moduleFiles(directory, dialect);
  const problems: string[] = [];
  const read = async (name: string): Promise<Configuration> => {
    const file = join(directory, name);
    try {
      return normalized(await parseFile(file));
    } catch (error) {
      problems.push(error instanceof Error ? error.message : String(error));
      return normalized({});
    }
  };
  const base = merged(await Promise.all(primary.map(read)));
  const configuration = (await Promise.all(overrides.map(read))).reduce(overridden, base);
  return { configuration, problems };
}

/**
 * Reads a file in Terraform's language or its JSON form, also one with values of variables.
 *
 * @throws Error that says where the file can't be read, in one line
 */
export async function parseFile(file: string): Promise<Arguments> {
  const text = readFileSync(file, "utf8");
  return file.endsWith(".json") ? parseJson(file, text) : parseHcl(file, text);
}

/** @throws Error that says what is wrong, in one line */
export function parseJson(file: string, text: string): Arguments {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new Error(`${file} is no JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new Error(`${file} holds ${JSON.stringify(value).slice(0, 40)}; it must hold one object`);
  }
  return value as Arguments;
}

async function parseHcl(file: string, text: string): Promise<Arguments> {
  // a parser in WebAssembly that takes half a second to start
  const { parse } = await import("@cdktf/hcl2json");
  try {
    return (await parse(file, text)) as Arguments;
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error);
    throw new Error(said.replace(/^parse config: \[([^]*)\]$/, "$1").replace(/\s+/g, " "));
  }
}
