import { mkdtempSync } from "node:fs";
import { join } from "node:path";
import { type Fault } from "../faults/fault";
import { type FaultOptions, rehearseFault } from "../faults/rehearse-fault";
import { type Mutant } from "../mutants/mutant";
import { type MutantOptions, rehearseMutant } from "../mutants/rehearse-mutant";
import { attachToWorkspace, type OpenedWorkspace } from "./prepare";
import { endOwnProcesses } from "./stopped";
import { sameUndisturbed, type UndisturbedFacts } from "./undisturbed";

/** What a worker is told first. */
export interface WorkerTask {
  readonly directory: string;
  readonly projectDirectory: string;
  readonly facts: UndisturbedFacts;
}

/** What it is asked then, once for each answer. */
export type WorkerRequest =
  | { readonly fault: Fault; readonly options: FaultOptions }
  | { readonly mutant: Mutant; readonly options: Omit<MutantOptions, "record"> };

/** What it answers: a `Result`, or a defect of ours with its stack trace. */
export type WorkerAnswer = { readonly result: unknown } | { readonly defect: string };

/** A process of its own for rehearsals, since providers and Terraform keep one processor busy. Started by `workers.ts`. */
async function work(task: WorkerTask): Promise<void> {
  const { directory, projectDirectory, facts } = task;
  // of its own, since an earlier series may have left its sockets
  const sockets = mkdtempSync(join(directory, "s-"));
  const opened: OpenedWorkspace = await attachToWorkspace(directory, facts.stacks, { projectDirectory, sockets });
  const undisturbed = sameUndisturbed(opened, facts);
  const { record } = opened.hosted;
  const rehearse = (request: WorkerRequest) =>
    "fault" in request
      ? rehearseFault(undisturbed, request.fault, request.options)
      : rehearseMutant(undisturbed, request.mutant, { ...request.options, record });
  process.on("message", (request: WorkerRequest) => {
    rehearse(request).then((result) => answer({ result }), defect);
  });
  answer({ result: "ready" });
}

function answer(message: WorkerAnswer): void {
  // nobody is there any more when the series was stopped
  if (process.connected) process.send?.(message);
}

function defect(error: unknown): void {
  answer({ defect: error instanceof Error ? (error.stack ?? error.message) : String(error) });
}

/** Whoever ends this process wants its Terraform ended, too. */
function end(): void {
  endOwnProcesses();
  process.exit(0);
}

process.on("disconnect", end);
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, end);
process.once("message", (task: WorkerTask) => work(task).catch(defect));
