import { cpSync, mkdirSync, writeFileSync } from "node:fs";
import { basename, join, relative, resolve, sep } from "node:path";
import { installLaunchers, type SimulatedProvider } from "../install";
import { type Configuration, normalized } from "./configuration";
import { InputError } from "./input-error";
import { inOrder } from "./order";
import { overridden } from "./override";
import { providersToServe } from "./providers";
import { type FoundDirectory, type FoundStack } from "./read-directory";
import { remoteStates, type RemoteStates, STATE_FILE, stateOverride } from "./remote-states";
import { timedGraph, type TimedGraph } from "./timed-graph";
import { variableProblems } from "./variables";

/** Where things go. */
export interface CopyOptions {
  /** An empty place for the copies. */
  readonly target: string;
  /** The project whose `node_modules` hold the provider bindings. */
  readonly projectDirectory: string;
  /**
   * The compiled `sandbox/main.js`.
   * @default - the one that belongs to this file
   */
  readonly main?: string;
  /**
   * Where `TF_VAR_…` are looked for.
   * @default - this process' environment
   */
  readonly environment?: NodeJS.ProcessEnv;
}

/** A copy in which Terraform can run. Copies lie beside each other and read each other's states: move them together. */
export interface PreparedStack extends FoundStack {
  /** Where Terraform runs. */
  readonly workingDirectory: string;
  /** The root as it will run. */
  readonly configuration: Configuration;
  readonly providers: readonly SimulatedProvider[];
  readonly timing: TimedGraph;
}

/** Its name comes last: of several overrides Terraform lets the last one have its way, and the stack may have some of its own. */
const OVERRIDE = "zzz_cliscale_sandbox_override.tf.json";

/** What a run leaves behind, what another program owns, and what Terraform would take for its own. */
const LEFT_BEHIND =
  /(^|\/)(\.terraform|terraform\.d|\.terraform\.lock\.hcl|\.terraform\.tfstate\.lock\.info|[^/]*\.tfstate(\.[^/]*)?|\.terraformrc|terraform\.rc|crash\.log|\.git|node_modules|cdktf\.out|\.sandbox)$/;

/**
 * Copies what was found, with the local modules that lie outside of it, and makes each stack ready to run with simulated providers: the state
 * is kept beside it, in whatever backend or cloud it was, and references between the stacks lead to the copies. The originals stay as they are.
 *
 * @returns the stacks in the order in which they are deployed
 * @throws InputError naming everything that keeps any of the stacks from running
 */
export async function prepareCopy(found: FoundDirectory, options: CopyOptions): Promise<readonly PreparedStack[]> {
  const { projectDirectory, environment = process.env } = options;
  const problems: string[] = [];
  const ready: (FoundStack & RemoteStates & { readonly providers: readonly SimulatedProvider[] })[] = [];
  for (const stack of found.stacks) {
    const read = remoteStates(stack, found.stacks);
    const providers = attempt(() => providersToServe(stack.modules, projectDirectory), problems);
    problems.push(...read.problems, ...(await variableProblems(stack.directory, rootOf(stack), environment)));
    const dependencies = [...new Set([...stack.dependencies, ...read.states.map(({ reads }) => reads)])];
    ready.push({ ...stack, ...read, dependencies, providers: providers ?? [] });
  }
  if (problems.length > 0) {
    throw new InputError(`The sandbox cannot run ${found.directory}`, [...new Set(problems)]);
  }
  const target = resolve(options.target);
  const places = new Map(ready.map((stack) => [stack.name, placesOf(stack, target, ready.length > 1)]));
  return inOrder(ready).map((stack) => {
    const { copies, workingDirectory } = places.get(stack.name) ?? placesOf(stack, target, true);
    for (const { from, to } of copies) copyDirectory(from, to);
    const pathOf = (name: string): string =>
      [
        relative(workingDirectory, places.get(name)?.workingDirectory ?? target)
          .split(sep)
          .join("/"),
        STATE_FILE,
      ].join("/");
    const override = stateOverride(stack.states, pathOf);
    writeFileSync(join(workingDirectory, OVERRIDE), JSON.stringify(override, null, 2));
    installLaunchers(workingDirectory, stack.providers, {
      projectDirectory,
      main: options.main ?? join(__dirname, "..", "main.js"),
      cloud: basename(found.directory),
    });
    const configuration = overridden(rootOf(stack), normalized({ ...override }));
    return { ...stack, workingDirectory, configuration, timing: timedGraph(configuration) };
  });
}

/** The problems of an {@link InputError} join the others. */
function attempt<T>(work: () => T, problems: string[]): T | undefined {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    problems.push(...error.problems);
    return undefined;
  }
}

function rootOf({ modules: [root] }: FoundStack): Configuration {
  return root?.configuration ?? normalized({});
}

/** What is copied where. A module outside of the stack's directory keeps its place relative to it. */
function placesOf({ name, directory, modules }: FoundStack, target: string, several: boolean) {
  const base = several ? join(target, name) : target;
  const outside = modules.map((module) => module.directory).filter((place) => !contains(directory, place));
  const top = [directory, ...outside].reduce(commonAncestor);
  const copies = [directory, ...new Set(outside)].map((from) => ({ from, to: join(base, relative(top, from)) }));
  return { copies, workingDirectory: join(base, relative(top, directory)) };
}

function contains(directory: string, place: string): boolean {
  return !relative(directory, place).split(sep).includes("..");
}

function commonAncestor(one: string, other: string): string {
  return contains(one, other) ? one : commonAncestor(resolve(one, ".."), other);
}

/** Links lead to the original, which nothing here writes to. */
function copyDirectory(from: string, to: string): void {
  mkdirSync(to, { recursive: true });
  const filter = (file: string): boolean => !LEFT_BEHIND.test(relative(from, file).split(sep).join("/"));
  cpSync(from, to, { recursive: true, filter });
}
