import { spawn } from "node:child_process";

/** How a command ended. */
export interface Ended {
  /** -1 when a signal ended it, 127 when there is no such command. */
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a command to its end, without a shell and without anything to read from. */
export function runCommand(
  command: string,
  args: readonly string[],
  options: { readonly cwd: string; readonly env?: NodeJS.ProcessEnv },
): Promise<Ended> {
  return new Promise((done, fail) => {
    const child = spawn(command, args, { ...options, stdio: ["ignore", "pipe", "pipe"] });
    const said = { stdout: "", stderr: "" };
    child.stdout.setEncoding("utf8").on("data", (text: string) => (said.stdout += text));
    child.stderr.setEncoding("utf8").on("data", (text: string) => (said.stderr += text));
    child.on("error", (error: NodeJS.ErrnoException) =>
      error.code === "ENOENT" ? done({ code: 127, ...said }) : fail(error),
    );
    child.on("close", (code) => done({ code: code ?? -1, ...said }));
  });
}

/** The last lines of what a command said, indented, for the end of an error. */
export function lastWords({ stdout, stderr }: Ended, lines = 20): string {
  const text = (stderr.trim() === "" ? stdout : stderr).trim();
  return text
    .split("\n")
    .slice(-lines)
    .map((line) => `      ${line}`)
    .join("\n");
}
