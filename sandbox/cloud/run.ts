import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";

/** Names the Terraform process that started us: its process id and when it began, because ids come back. */
export function terraformRun(): string {
  const parent = process.ppid;
  return `${parent}:${startedAt(parent)}`;
}

function startedAt(process: number): string {
  try {
    // field 22 of proc(5)'s stat; the second one, the command, may hold spaces
    const fields = readFileSync(`/proc/${process}/stat`, "utf8")
      .replace(/^.*\) /s, "")
      .split(" ");
    return fields[19] ?? "";
  } catch {
    return execFileSync("ps", ["-o", "lstart=", "-p", String(process)], { encoding: "utf8" }).trim();
  }
}
