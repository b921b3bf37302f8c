import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { type Arguments } from "./configuration";
import { InputError } from "./input-error";
import { parseJson } from "./module-files";
import { inOrder } from "./order";

/** A stack of a cdktf output. */
export interface OutputStack {
  readonly name: string;
  readonly directory: string;
  readonly dependencies: readonly string[];
}

/** What cdktf writes about a stack into `manifest.json`. */
interface ManifestStack {
  readonly name: string;
  readonly constructPath: string;
  readonly workingDirectory: string;
  /** Construct paths. */
  readonly dependencies?: readonly string[];
}

/**
 * The stacks that `cdktf synth` wrote, those first that others depend on.
 *
 * @param root the output, or the project whose `cdktf.json` names it
 * @param wanted the names of the stacks to take, with those that they depend on; all by default
 * @returns undefined when the directory is neither
 * @throws InputError when there is no stack of a wanted name
 */
export function cdktfOutput(root: string, wanted?: readonly string[]): readonly OutputStack[] | undefined {
  const stacks = stacksIn(root) ?? projectOutput(root);
  if (stacks === undefined) return undefined;
  const missing = (wanted ?? []).filter((name) => !stacks.some((stack) => stack.name === name));
  if (missing.length > 0) {
    const names = stacks.map(({ name }) => name).join(", ");
    throw new InputError(
      `The sandbox cannot run all of these stacks`,
      missing.map((name) => `there is no stack '${name}'; ${root} has ${names}`),
    );
  }
  const sorted = inOrder(stacks);
  if (wanted === undefined) return sorted;
  const needed = new Set(wanted);
  for (const { name, dependencies } of [...sorted].reverse()) {
    if (needed.has(name)) dependencies.forEach((dependency) => needed.add(dependency));
  }
  return sorted.filter(({ name }) => needed.has(name));
}

function projectOutput(root: string): readonly OutputStack[] | undefined {
  const settings = join(root, "cdktf.json");
  if (!existsSync(settings)) return undefined;
  const { output = "cdktf.out" } = read(settings) as { readonly output?: string };
  return stacksIn(join(root, output));
}

function stacksIn(output: string): readonly OutputStack[] | undefined {
  const manifest = join(output, "manifest.json");
  if (existsSync(manifest)) {
    const { stacks } = read(manifest) as { readonly stacks?: unknown };
    if (typeof stacks === "object" && stacks !== null) {
      return fromManifest(output, Object.values(stacks as Readonly<Record<string, ManifestStack>>));
    }
  }
  const folder = join(output, "stacks");
  const found = (existsSync(folder) ? readdirSync(folder) : [])
    .map((name) => join(folder, name))
    .filter((directory) => existsSync(join(directory, "cdk.tf.json")));
  return found.length === 0
    ? undefined
    : found.map((directory) => ({ name: basename(directory), directory, dependencies: [] }));
}

function fromManifest(output: string, stacks: readonly ManifestStack[]): readonly OutputStack[] {
  const missing = stacks.filter(({ workingDirectory }) => !existsSync(join(output, workingDirectory, "cdk.tf.json")));
  if (missing.length > 0) {
    throw new InputError(
      `The sandbox cannot read ${output}`,
      missing.map(
        ({ name, workingDirectory }) =>
          `manifest.json names the stack '${name}', but there is no ${join(workingDirectory, "cdk.tf.json")}; run 'cdktf synth' again`,
      ),
    );
  }
  const names = new Map(stacks.map(({ constructPath, name }) => [constructPath, name]));
  return stacks.map(({ name, workingDirectory, dependencies = [] }) => ({
    name,
    directory: join(output, workingDirectory),
    dependencies: dependencies.flatMap((path) => names.get(path) ?? []),
  }));
}

function read(file: string): Arguments {
  try {
    return parseJson(file, readFileSync(file, "utf8"));
  } catch (error) {
    throw new InputError(`The sandbox cannot read ${file}`, [error instanceof Error ? error.message : String(error)]);
  }
}
