import { fork, type ChildProcess } from "node:child_process";
import { join } from "node:path";
import { type Fault } from "../faults/fault";
import { type FaultOptions, type Result } from "../faults/rehearse-fault";
import { type Mutant, type MutantResult } from "../mutants/mutant";
import { type MutantOptions } from "../mutants/rehearse-mutant";
import { ownProcess, refuseWhenStopped, RehearsalStopped, whyStopped } from "./stopped";
import { type Undisturbed } from "./undisturbed";
import { type WorkerAnswer, type WorkerRequest, type WorkerTask } from "./worker";

/** Processes that rehearse side by side, each in copies of its own. */
export class Workers {
  private constructor(
    private readonly all: readonly ChildProcess[],
    private readonly idle: ChildProcess[],
  ) {}

  /** @param module the compiled `worker.js` */
  public static async start(
    count: number,
    { directory, stacks, things, remains, changes }: Undisturbed,
    projectDirectory: string,
    module = join(__dirname, "worker.js"),
  ): Promise<Workers> {
    const facts = { stacks, things, remains, changes };
    refuseWhenStopped();
    const all = Array.from({ length: count }, () =>
      ownProcess(
        fork(module, [], { serialization: "advanced", stdio: ["ignore", "inherit", "inherit", "ipc"] }),
        "SIGTERM",
      ),
    );
    const workers = new Workers(all, [...all]);
    try {
      const task: WorkerTask = { directory, projectDirectory, facts };
      await Promise.all(all.map((worker) => ask(worker, task)));
      return workers;
    } catch (error) {
      workers.close();
      throw error;
    }
  }

  public rehearseFault(fault: Fault, options: FaultOptions): Promise<Result> {
    return this.rehearse({ fault, options });
  }

  public rehearseMutant(mutant: Mutant, options: Omit<MutantOptions, "record">): Promise<MutantResult> {
    return this.rehearse({ mutant, options });
  }

  /** Ends them, whatever they are doing. */
  public close(): void {
    for (const worker of this.all) {
      if (worker.connected) worker.disconnect();
    }
  }

  /** Whoever calls this has no more calls under way than there are workers. */
  private async rehearse<R>(request: WorkerRequest): Promise<R> {
    const worker = this.idle.pop();
    if (worker === undefined) throw new Error("every worker is busy");
    const result = (await ask(worker, request)) as R;
    this.idle.push(worker);
    return result;
  }
}

function subjectOf(message: WorkerTask | WorkerRequest): string {
  if ("fault" in message) return ` while it rehearsed ${message.fault.id}`;
  return "mutant" in message ? ` while it rehearsed ${message.mutant.id}` : "";
}

/** @throws RehearsalStopped when the process ends instead of answering, Error when it answers with a defect of ours */
function ask(worker: ChildProcess, message: WorkerTask | WorkerRequest): Promise<unknown> {
  return new Promise((done, fail) => {
    const answered = (answer: WorkerAnswer) => {
      forget();
      if ("defect" in answer) fail(new Error(answer.defect));
      else done(answer.result);
    };
    const gone = (how: string) => {
      forget();
      const about = subjectOf(message);
      const lost = `A process that rehearses ${how}${about}; the same command goes on after it`;
      fail(whyStopped() ?? new RehearsalStopped(lost));
    };
    const exited = (code: number | null, signal: NodeJS.Signals | null) =>
      gone(`ended with ${signal ?? `code ${code}`}`);
    const failed = (error: Error) => gone(`could not be reached (${error.message})`);
    const forget = () => worker.off("message", answered).off("exit", exited).off("error", failed);
    worker.on("message", answered).on("exit", exited).on("error", failed);
    if (worker.connected) worker.send(message);
    else gone("has ended");
  });
}
