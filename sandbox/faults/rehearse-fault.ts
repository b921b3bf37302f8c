import { mkdtempSync } from "node:fs";
import { join } from "node:path";
import { errorsOf, type Outcome } from "../rehearsal/outcome";
import { thingsIn, without } from "../rehearsal/things";
import { type Undisturbed } from "../rehearsal/undisturbed";
import { type RehearsalWorkspace } from "../rehearsal/workspace";
import { type Fault } from "./fault";

/** How often a command may be repeated after the one that a fault struck. */
export const MORE_RUNS = 2;

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
  /** Objects and addresses that an undisturbed run has and this one has not. */
  readonly missing: readonly string[];
  /** Objects and addresses that this run has and an undisturbed one has not. */
  readonly extra: readonly string[];
  readonly seconds: number;
}

/** How one fault is rehearsed. */
export interface FaultOptions {
  /**
   * Start a process for each provider, as Terraform does for everybody, in the runs that the fault can strike. A crash or a kill then ends
   * real processes in the middle of what they do; it takes five times as long.
   * @default false
   */
  readonly withProcesses?: boolean;
  /** Destroy after the empty plan, and see that nothing is left. @default false */
  readonly destroy?: boolean;
}

/**
 * Lets one fault strike a fresh copy, repeats the command until it succeeds, and judges what came of it. A fault of a create, an opened
 * ephemeral resource or a plan strikes a first deploy, one of a read a second deploy, one of a delete a destroy.
 */
export async function rehearseFault(base: Undisturbed, fault: Fault, options: FaultOptions = {}): Promise<Result> {
  const began = Date.now();
  const source = fault.action === "read" || fault.action === "delete" ? base.deployed : base.empty;
  const workspace = source.copy(mkdtempSync(join(base.directory, "r-")));
  try {
    workspace.arm(fault);
    const judged = await judge(base, fault, workspace, options);
    return { fault, ...judged, seconds: Math.round((Date.now() - began) / 100) / 10 };
  } finally {
    workspace.remove();
  }
}

async function judge(
  base: Undisturbed,
  fault: Fault,
  workspace: RehearsalWorkspace,
  { withProcesses = false, destroy: destroys = false }: FaultOptions,
): Promise<Omit<Result, "fault" | "seconds">> {
  const command = fault.action === "delete" ? "destroy" : "apply";
  // two Terraforms at once need providers of their own
  const struckIn = withProcesses || fault.kind === "lock" ? workspace.withProcesses : workspace;
  const run = (where = workspace) => where.everywhere(command, "-auto-approve");
  const errors: (readonly string[])[] = [];
  let outcome = await (fault.kind === "lock" ? struckIn.whileLocked(command, () => run(struckIn)) : run(struckIn));
  let moreRuns = 0;
  for (; outcome.code !== 0 && moreRuns < MORE_RUNS; moreRuns += 1) {
    errors.push(errorsOf(outcome));
    outcome = await run();
  }
  const wanted = command === "destroy" ? base.remains : base.things;
  const actual = thingsIn(workspace);
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
  const plan = await workspace.everywhere("plan", "-detailed-exitcode");
  if (plan.code !== 0) return fail("plan-not-empty", plan);
  if (!destroys) return report("recovered");
  const destroy = await workspace.everywhere("destroy", "-auto-approve");
  const left = without(thingsIn(workspace), base.remains);
  if (destroy.code !== 0) return fail("destroy-failed", destroy);
  return left.length > 0 ? { ...report("destroy-failed"), extra: left } : report("recovered");
}
