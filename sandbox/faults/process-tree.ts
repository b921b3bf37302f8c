import { execFileSync } from "node:child_process";

/** Processes that a `kill` may end. */
const TERRAFORM = /(^|\/)(terraform|tofu)$/;

/** How a fault ends processes, so that tests can watch instead. */
export interface Processes {
  /** Ends this provider at once. Terraform sees a plugin that did not respond. */
  crash(): void;
  /** Ends the Terraform that started this provider, and all its providers. */
  kill(): void;
}

/** The real thing. */
export const processes: Processes = {
  crash: () => process.kill(process.pid, "SIGKILL"),
  kill: () => {
    const parent = process.ppid;
    const command = ps("-o", "comm=", "-p", String(parent)).trim();
    if (!TERRAFORM.test(command)) throw new Error(`a kill ends Terraform only, but process ${parent} is '${command}'`);
    const providers = ps("-A", "-o", "pid=,ppid=")
      .split("\n")
      .map((line) => line.trim().split(/\s+/).map(Number))
      .flatMap(([pid, ppid]) => (ppid === parent && pid !== undefined && pid !== process.pid ? [pid] : []));
    // Terraform first: else it would see its providers die and write what it makes of that
    for (const pid of [parent, ...providers, process.pid]) end(pid);
  },
};

function ps(...options: readonly string[]): string {
  return execFileSync("ps", options, { encoding: "utf8" });
}

function end(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch (error) {
    // it ended by itself in the meantime, as `ps` did
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}
