import { existsSync, readdirSync, statSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { cdktfOutput } from "./cdktf-output";
import { InputError } from "./input-error";
import { type Dialect, moduleFiles } from "./module-files";
import { type FoundModule, readModules } from "./modules";

/** A configuration that Terraform can run: a directory and the local modules it calls. */
export interface FoundStack {
  readonly name: string;
  readonly directory: string;
  /** The root first. */
  readonly modules: readonly FoundModule[];
  /** The names of stacks that have to be deployed before. */
  readonly dependencies: readonly string[];
}

/** What a directory holds. */
export interface FoundDirectory {
  readonly directory: string;
  /** In the order in which they are deployed. */
  readonly stacks: readonly FoundStack[];
}

/** How a directory is read. */
export interface ReadOptions {
  /**
   * The program that will run the configuration.
   * @default - OpenTofu when `TERRAFORM_BINARY_NAME` names it
   */
  readonly dialect?: Dialect;
  /**
   * The names of the stacks of a cdktf output that are wanted; those that they depend on come with them.
   * @default - all
   */
  readonly stacks?: readonly string[];
}

/**
 * Finds what a directory holds: one configuration in HCL, in JSON or mixed (also a single synthesized stack), or what `cdktf synth` wrote,
 * with all of its stacks. Of a cdktf project it takes the output.
 *
 * @throws InputError naming everything that can't be read
 */
export async function readDirectory(directory: string, options: ReadOptions = {}): Promise<FoundDirectory> {
  const root = resolve(directory);
  const { dialect = dialectOf(process.env["TERRAFORM_BINARY_NAME"]), stacks: wanted } = options;
  if (!existsSync(root) || !statSync(root).isDirectory()) {
    throw new InputError(`The sandbox cannot read ${root}`, [
      "it is no directory; name one with a Terraform configuration",
    ]);
  }
  const places = cdktfOutput(root, wanted) ?? singleStack(root, dialect);
  const stacks: FoundStack[] = [];
  const problems: string[] = [];
  for (const place of places) {
    const read = await readModules(place.directory, dialect);
    problems.push(...read.problems);
    stacks.push({ ...place, modules: read.modules });
  }
  if (problems.length > 0) throw new InputError(`The sandbox cannot read ${root}`, problems);
  return { directory: root, stacks };
}

/** Which language a program reads, by its name: `TERRAFORM_BINARY_NAME` is cdktf's convention. */
export function dialectOf(program: string | undefined): Dialect {
  return basename(program ?? "terraform").includes("tofu") ? "opentofu" : "terraform";
}

function singleStack(root: string, dialect: Dialect): readonly Omit<FoundStack, "modules">[] {
  if (moduleFiles(root, dialect).primary.length > 0) {
    return [{ name: basename(root), directory: root, dependencies: [] }];
  }
  const other = dialect === "terraform" && moduleFiles(root, "opentofu").primary.length > 0;
  const below = readdirSync(root, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && moduleFiles(join(root, entry.name), dialect).primary.length > 0)
    .map(({ name }) => join(root, name));
  const fix = other
    ? "its files are OpenTofu's own: export TERRAFORM_BINARY_NAME=tofu"
    : existsSync(join(root, "cdktf.json"))
      ? "it is a cdktf project that has no output yet: run 'cdktf synth' first"
      : below.length > 0
        ? `there are some below it; name one of them: ${below.join(", ")}`
        : "name one with a Terraform configuration, or the output of 'cdktf synth'";
  throw new InputError(`The sandbox cannot read ${root}`, [
    `it has neither *.tf nor *.tf.json, and neither manifest.json nor stacks/*/cdk.tf.json of cdktf; ${fix}`,
  ]);
}
