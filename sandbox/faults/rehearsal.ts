import { cpSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { installProviders } from "../install";
import { type Fault } from "./fault";
import { type Outcome, RehearsalWorkspace } from "./workspace";

/** How often a command may be repeated after the one that a fault struck. */
export const MORE_RUNS = 2;

/** Where things are. */
export interface PrepareOptions {
  /** The synthesized stack: a directory with `cdk.tf.json`. It is copied, never changed. */
  readonly stackDirectory: string;
  /** The project, where `node_modules` is. */
  readonly projectDirectory: string;
  /** The compiled `sandbox/main.js`. */
  readonly main: string;
  /**
   * An empty place for all copies. Sockets lie below it, whose paths are short (108 bytes on Linux).
   * @default - a new one below the system's temporary directory
   */
  readonly directory?: string;
}

/** A stack ready to be rehearsed, and what an undisturbed run of it leads to. */
export interface Prepared {
  readonly directory: string;
  /** Initialized, nothing deployed. */
  readonly empty: RehearsalWorkspace;
  /** Deployed without a fault. */
  readonly deployed: RehearsalWorkspace;
  /** The cloud's objects after a deploy. */
  readonly objects: readonly string[];
  /** The cloud's objects after a destroy: those that can't be deleted. */
  readonly remains: readonly string[];
  /** How many resources a deploy creates. */
  readonly changes: number;
}

/** How a rehearsal went. `not-struck`: the call it waited for never came, so it shows nothing. */
export type Verdict =
  "recovered" | "not-struck" | "not-recovered" | "plan-not-empty" | "doubled" | "lost" | "destroy-failed";

/** What came of one fault; goes to the results file as one line. */
export interface Result {
  readonly fault: Fault;
  readonly verdict: Verdict;
  /** How many more runs it took after the first one, which the fault may not even have stopped. */
  readonly moreRuns: number;
  /** The texts of errors, by run. */
  readonly errors: readonly (readonly string[])[];
  /** Objects that an undisturbed run has and this one has not. */
  readonly missing: readonly string[];
  /** Objects that this run has and an undisturbed one has not. */
  readonly extra: readonly string[];
  readonly seconds: number;
}

/** @throws Error when the stack does not even deploy, plan empty and go away undisturbed */
export async function prepare(options: PrepareOptions): Promise<Prepared> {
  const { stackDirectory, projectDirectory, main } = options;
  const directory = realpathSync(options.directory ?? mkdtempSync(join(tmpdir(), "rehearsal-")));
  const base = join(directory, "empty");
  mkdirSync(base);
  cpSync(stackDirectory, base, { recursive: true, verbatimSymlinks: true, filter: isSource });
  const configuration = withLocalState(JSON.parse(readFileSync(join(base, "cdk.tf.json"), "utf8")) as object);
  writeFileSync(join(base, "cdk.tf.json"), JSON.stringify(configuration, null, 2));
  installProviders(base, configuration, { main, projectDirectory });
  const empty = new RehearsalWorkspace(base, configuration);
  must(await empty.run("init"));
  const deployed = empty.copy(join(directory, "deployed"));
  const { output } = must(await deployed.run("apply", "-auto-approve"));
  must(await deployed.run("plan", "-detailed-exitcode"));
  const gone = deployed.copy(join(directory, "gone"));
  must(await gone.run("destroy", "-auto-approve"));
  const remains = gone.objects();
  gone.remove();
  const changes = Number(/Resources: (\d+) added/.exec(output)?.[1] ?? 0);
  return { directory, empty, deployed, objects: deployed.objects(), remains, changes };
}

/** Removes every copy. */
export function discard({ directory }: Prepared): void {
  rmSync(directory, { recursive: true, force: true });
}

/**
 * Lets one fault strike a fresh copy, repeats the command until it succeeds, and judges what came of it. A fault of a create, an opened
 * ephemeral resource or a plan strikes a first deploy, one of a read a second deploy, one of a delete a destroy.
 */
export async function rehearse(prepared: Prepared, fault: Fault): Promise<Result> {
  const began = Date.now();
  const source = fault.action === "read" || fault.action === "delete" ? prepared.deployed : prepared.empty;
  const workspace = source.copy(mkdtempSync(join(prepared.directory, "r-")));
  try {
    workspace.arm(fault);
    const judged = await judge(prepared, fault, workspace);
    return { fault, ...judged, seconds: Math.round((Date.now() - began) / 100) / 10 };
  } finally {
    workspace.remove();
  }
}

async function judge(
  { objects, remains }: Prepared,
  fault: Fault,
  workspace: RehearsalWorkspace,
): Promise<Omit<Result, "fault" | "seconds">> {
  const command = fault.action === "delete" ? "destroy" : "apply";
  const run = () => workspace.run(command, "-auto-approve");
  const errors: (readonly string[])[] = [];
  let outcome = await (fault.kind === "lock" ? workspace.whileLocked(command, run) : run());
  let moreRuns = 0;
  for (; outcome.code !== 0 && moreRuns < MORE_RUNS; moreRuns += 1) {
    errors.push(errorsOf(outcome));
    outcome = await run();
  }
  const wanted = command === "destroy" ? remains : objects;
  const actual = workspace.objects();
  const missing = without(wanted, actual);
  const extra = without(actual, wanted);
  const report = (verdict: Verdict) => ({ verdict, moreRuns, errors, missing, extra });
  const fail = (verdict: Verdict, last: Outcome) => {
    errors.push(errorsOf(last));
    return report(verdict);
  };
  if (outcome.code !== 0) return fail("not-recovered", outcome);
  // a lock that stopped nobody has not struck
  const struck = fault.kind === "lock" ? errors.length > 0 : workspace.strikes().length > 0;
  if (!struck) return report("not-struck");
  if (extra.length > 0) return report("doubled");
  if (missing.length > 0) return report("lost");
  if (command === "destroy") return report("recovered");
  const plan = await workspace.run("plan", "-detailed-exitcode");
  if (plan.code !== 0) return fail("plan-not-empty", plan);
  const destroy = await workspace.run("destroy", "-auto-approve");
  const left = without(workspace.objects(), remains);
  if (destroy.code !== 0) return fail("destroy-failed", destroy);
  return left.length > 0 ? { ...report("destroy-failed"), extra: left } : report("recovered");
}

/** Several copies of one object count as several. */
function without(list: readonly string[], others: readonly string[]): readonly string[] {
  const rest = [...others];
  return list.filter((item) => {
    const index = rest.indexOf(item);
    if (index >= 0) rest.splice(index, 1);
    return index < 0;
  });
}

/** Longest text of one error that is kept. */
const LONGEST = 600;

/** Terraform's errors, without the source they quote; what it said last when it said no error. */
export function errorsOf({ code, output }: Outcome): readonly string[] {
  if (code === -1) return ["killed"];
  const parts = output.replace(/^[│╷╵] ?/gm, "").split(/^(?=(?:Error|Warning): )/m);
  const errors = parts.filter((part) => part.startsWith("Error: "));
  const texts = errors.length > 0 ? errors : [`exit code ${code}: ${output.slice(-LONGEST)}`];
  return texts.map((text) =>
    text
      .replace(/^ *\d+: .*$/gm, "")
      .replace(/\s+/g, " ")
      .trim()
      .slice(0, LONGEST),
  );
}

/** Each copy keeps its own state. */
function withLocalState(configuration: object): object {
  const { terraform } = configuration as { readonly terraform?: object | readonly object[] };
  const blocks = [terraform ?? {}].flat().map((block) => ({ ...block, backend: undefined }));
  return { ...configuration, terraform: [...blocks, { backend: { local: { path: "terraform.tfstate" } } }] };
}

/** What a synth writes; providers, state and clouds of earlier runs stay behind. */
function isSource(file: string): boolean {
  return !/(^|\/)(\.terraform|terraform\.d|\.terraform\.lock\.hcl|[^/]*\.tfstate[^/]*)$/.test(file);
}

function must(outcome: Outcome): Outcome {
  if (outcome.code !== 0) throw new Error(`The undisturbed run fails:\n${errorsOf(outcome).join("\n")}`);
  return outcome;
}
