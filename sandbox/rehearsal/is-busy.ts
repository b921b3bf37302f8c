import { readdirSync, readFileSync } from "node:fs";

/**
 * True when a thread of a process runs or wants to, by Linux's /proc (https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html, state R).
 * False where that can't be known.
 */
export function isBusy(pid: number | undefined): boolean {
  if (pid === undefined) return false;
  try {
    const tasks = `/proc/${pid}/task`;
    return readdirSync(tasks).some((task) => / R /.test(stateIn(readFileSync(`${tasks}/${task}/stat`, "utf8"))));
  } catch {
    return false;
  }
}

/** The command's name in parentheses may hold anything. */
function stateIn(stat: string): string {
  return stat.slice(stat.lastIndexOf(")") + 1, stat.lastIndexOf(")") + 4);
}
