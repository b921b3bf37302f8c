import { spawn, type ChildProcess, type StdioOptions } from "node:child_process";
import { delimiter, join } from "node:path";

/** How a program ended. */
export interface Ended {
  /** Its exit code; undefined when a signal ended it or it could not be started. */
  readonly code: number | undefined;
  /** True when there is no such program. */
  readonly absent: boolean;
  /** What it printed, unless that went to the terminal. */
  readonly output: string;
  /** What it complained about, unless that went to the terminal. */
  readonly complaint: string;
}

/** Everything that the command touches, so that tests can put something else in its place. */
export interface World {
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  /** The script that checks what a deploy needs. */
  readonly prerequisites: string;
  /** Somebody sits at the terminal who can approve. */
  readonly interactive: boolean;
  readonly now: () => Date;
  /** Prints a line of the result. */
  readonly say: (line: string) => void;
  /** Prints a line about what is wrong. */
  readonly complain: (line: string) => void;
  /**
   * Runs a program to its end.
   * @param shown its output goes to the terminal, and it may ask there
   */
  readonly run: (command: string, args: readonly string[], shown?: boolean) => Promise<Ended>;
}

/** The real one. */
export function realWorld(prerequisites: string): World {
  const cwd = process.cwd();
  return {
    cwd,
    env: process.env,
    prerequisites,
    interactive: process.stdin.isTTY && process.stdout.isTTY,
    now: () => new Date(),
    say: (line) => console.log(line),
    complain: (line) => console.error(line),
    run: (command, args, shown = false) => run(command, args, cwd, shown),
  };
}

/**
 * A signal to the terminal's foreground reaches the program by itself, and it is the program that decides when to stop:
 * Terraform ends what it has begun. So this process waits for it instead of leaving first.
 */
function run(command: string, args: readonly string[], cwd: string, shown: boolean): Promise<Ended> {
  return new Promise((resolve) => {
    // npm puts the folder there, too; a program of the machine comes first, as it does for npm's users
    const PATH = [process.env.PATH ?? "", join(cwd, "node_modules", ".bin")].join(delimiter);
    const stdio: StdioOptions = shown ? "inherit" : ["ignore", "pipe", "pipe"];
    const child: ChildProcess = spawn(command, [...args], { cwd, env: { ...process.env, PATH }, stdio });
    const said = { output: "", complaint: "" };
    child.stdout?.on("data", (chunk) => (said.output += String(chunk)));
    child.stderr?.on("data", (chunk) => (said.complaint += String(chunk)));
    const wait = (): void => undefined;
    const forward = (): void => void child.kill("SIGTERM");
    process.on("SIGINT", wait).on("SIGTERM", forward);
    const end = (ended: Ended): void => {
      process.off("SIGINT", wait).off("SIGTERM", forward);
      resolve(ended);
    };
    child.on("error", (error: NodeJS.ErrnoException) =>
      end({ code: undefined, absent: error.code === "ENOENT", output: "", complaint: error.message }),
    );
    child.on("close", (code) => end({ code: code ?? undefined, absent: false, ...said }));
  });
}
