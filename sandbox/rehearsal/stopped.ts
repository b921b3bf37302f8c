import { type ChildProcess } from "node:child_process";
import { constants } from "node:os";
import { InputError } from "../any-stack/input-error";

/**
 * A rehearsal that can't go on though nothing that it looks at is at fault: somebody interrupted it, or a process of its own is gone. Its
 * stack is its message, since a trace would help nobody.
 */
export class RehearsalStopped extends Error {
  public constructor(
    message: string,
    public readonly exitCode = 2,
  ) {
    super(message);
    this.name = "RehearsalStopped";
    this.stack = message;
  }
}

/** Processes that must not outlive this one, and how each is ended. */
const running = new Map<ChildProcess, NodeJS.Signals>();

let stopped: RehearsalStopped | undefined;

/**
 * Ends every process that {@link ownProcess} knows when somebody presses Ctrl-C or ends this process, so that what waits for them fails,
 * and removes its directories as after any other failure. A second Ctrl-C ends this process at once.
 */
export function stopOnSignals(): void {
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    process.once(signal, () => {
      stopped ??= new RehearsalStopped(`Stopped by ${signal}`, 128 + constants.signals[signal]);
      endOwnProcesses();
    });
  }
}

/** Ends every process that {@link ownProcess} knows. */
export function endOwnProcesses(): void {
  for (const [child, signal] of running) child.kill(signal);
}

/** Remembers a process until it has ended. */
export function ownProcess<T extends ChildProcess>(child: T, endedBy: NodeJS.Signals): T {
  running.set(child, endedBy);
  for (const event of ["exit", "error"] as const) child.once(event, () => running.delete(child));
  return child;
}

/** What somebody who interrupted this process is told; undefined while nobody has. */
export function whyStopped(): RehearsalStopped | undefined {
  return stopped;
}

/** @throws RehearsalStopped once somebody has interrupted this process */
export function refuseWhenStopped(): void {
  if (stopped !== undefined) throw stopped;
}

/**
 * Says what ended a command line early: a mistake of the caller's in its own words, a defect of ours with its stack trace.
 *
 * @returns the exit code, which is never 1: that one means findings
 */
export function exitCodeOf(error: unknown, say: (text: string) => void): number {
  if (error instanceof InputError || error instanceof RehearsalStopped) {
    say(error.message);
    return error instanceof RehearsalStopped ? error.exitCode : 2;
  }
  say(`This is a defect of the sandbox:\n${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
  return 2;
}
