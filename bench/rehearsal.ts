/**
 * Where the time of a rehearsal goes: each command of cliscale's life in the sandbox, with the processor time of Terraform and of the
 * simulated providers, once with providers that are hosted by the rehearsal and once with a process for each, as a deploy has them.
 * Processor time of children is read from Linux's /proc; elsewhere those columns stay empty.
 */
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { loadEnvironments } from "../environments";
import { closeWorkspace, openWorkspace } from "../sandbox/rehearsal/prepare";
import { environmentStacks } from "../tools/rehearse/environment-stacks";
import { TERRAFORM_PARALLELISM } from "../tools/terraform-parallelism";

const COMMANDS = [
  ["apply", "-auto-approve"],
  ["plan", "-detailed-exitcode"],
  ["destroy", "-auto-approve"],
] as const;

async function main(): Promise<void> {
  const directory = mkdtempSync(join(tmpdir(), "cliscale-bench-"));
  const [settings] = loadEnvironments({ secretVersions: "first" }).environments;
  if (settings === undefined) throw new Error("there is no sandbox");
  try {
    const began = Date.now();
    const found = await environmentStacks(settings, join(directory, "out"));
    const synthesized = Date.now();
    const opened = await openWorkspace(found, { projectDirectory: resolve(".") });
    console.log(`synth ${seconds(synthesized - began)} s, copies and init ${seconds(Date.now() - synthesized)} s`);
    try {
      for (const mode of ["hosted", "processes"] as const) {
        const copy = opened.workspace.copy(join(opened.directory, mode));
        const workspace = mode === "hosted" ? copy : copy.withProcesses;
        console.log(`\n${mode.padEnd(10)} wall     Terraform${mode === "hosted" ? "   providers" : " and providers"}`);
        let wall = 0;
        for (const [command, ...options] of COMMANDS) {
          const [own, children] = [process.cpuUsage(), childrenTime()];
          const parallelism = `-parallelism=${TERRAFORM_PARALLELISM}`;
          const { code, seconds: took } = await workspace.everywhere(command, ...options, parallelism);
          if (code !== 0) throw new Error(`${command} ends with ${code}`);
          const { user, system } = process.cpuUsage(own);
          const after = childrenTime();
          const terraform = children === undefined || after === undefined ? "" : `${(after - children).toFixed(1)} s`;
          const providers = mode === "hosted" ? `${((user + system) / 1e6).toFixed(1)} s` : "";
          console.log(
            `${command.padEnd(8)} ${`${took.toFixed(1)} s`.padStart(7)} ${terraform.padStart(11)} ${providers.padStart(11)}`,
          );
          wall += took;
        }
        console.log(`${"together".padEnd(8)} ${`${wall.toFixed(1)} s`.padStart(7)}`);
      }
    } finally {
      await closeWorkspace(opened);
    }
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

/** Processor time of ended children in seconds: fields 16 and 17 of https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html */
function childrenTime(): number | undefined {
  if (!existsSync("/proc/self/stat")) return undefined;
  const fields = readFileSync("/proc/self/stat", "utf8")
    .replace(/^.*\) /s, "")
    .split(" ");
  return (Number(fields[13]) + Number(fields[14])) / 100;
}

function seconds(milliseconds: number): string {
  return (milliseconds / 1000).toFixed(1);
}

void main();
