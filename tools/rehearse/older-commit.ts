import { existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { type Problem } from "../../constructs/core/validation";
import { installationFile } from "../../environments";
import { lastWords, runCommand, type Ended } from "./older-process";
import { refusal } from "./older-refusal";
import { copyStack, stacksIn } from "./older-stacks";
import { type OlderVersion, type OlderVersionOptions } from "./older-version";

/** A commit, or why there is none. */
export type FoundCommit = { readonly commit: string } | { readonly commit?: undefined; readonly because: string };

/** Asks git for the commit that a ref names. */
export async function resolveCommit(ref: string, project: string, env: NodeJS.ProcessEnv): Promise<FoundCommit> {
  if (ref === "" || ref.startsWith("-")) return { because: "that is no name of a version" };
  const { code, stdout, stderr } = await runCommand("git", ["rev-parse", "--verify", "--quiet", `${ref}^{commit}`], {
    cwd: project,
    env,
  });
  if (code === 0) return { commit: stdout.trim() };
  if (code === 127) return { because: "git is not installed" };
  const outside = stderr.includes("not a git repository");
  return { because: outside ? `${project} is no git repository` : `git knows no '${ref}'` };
}

/** What is synthesized. */
export interface CommitOptions extends Required<Pick<OlderVersionOptions, "environment" | "into" | "env" | "say">> {
  /** As somebody wrote it. */
  readonly ref: string;
  readonly commit: string;
  readonly project: string;
}

/**
 * Exports a commit to a directory of its own, installs what it depends on, compiles it and synthesizes with it. An export, other than a
 * worktree, leaves nothing behind in the repository.
 */
export async function synthesizeCommit(options: CommitOptions): Promise<OlderVersion> {
  const { ref, commit, environment, into, say } = options;
  const title = `${ref} (${commit.slice(0, 10)})`;
  const copy = mkdtempSync(join(tmpdir(), "cliscale-older-"));
  try {
    say(`Exporting ${title}.`);
    await exportCommit(options, copy);
    await installDependencies(options, copy);
    say(`Synthesizing ${environment.name} with ${title}.`);
    const said = await synthesize(options, copy);
    const stacks = stacksIn(join(copy, "cdktf.out"), environment.name);
    if (stacks.length === 0) {
      const because = linesAbout(environment.name, said);
      throw refusal(problem(ref, `have the environment ${environment.name}`, `${because}; or choose another version`));
    }
    return { title, stacks: stacks.map((stack) => copyStack(stack, into)) };
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
}

async function exportCommit({ ref, commit, project, env }: CommitOptions, copy: string): Promise<void> {
  const archive = join(copy, ".older.tar");
  // run in the project's directory, git exports this part of the repository
  const steps = [
    ["git", ["archive", "--format=tar", `--output=${archive}`, commit], project],
    ["tar", ["-xf", archive, "-C", copy], copy],
  ] as const;
  for (const [command, args, cwd] of steps) {
    const ended = await runCommand(command, args, { cwd, env });
    if (ended.code !== 0) {
      throw refusal(
        problem(ref, `be exportable with ${command}`, `solve what it complains about:\n${lastWords(ended)}`),
      );
    }
  }
  rmSync(archive);
}

async function installDependencies({ ref, project, env, say }: CommitOptions, copy: string): Promise<void> {
  if (sameText(join(project, "package-lock.json"), join(copy, "package-lock.json"))) {
    symlinkSync(join(project, "node_modules"), join(copy, "node_modules"), "dir");
    return;
  }
  say("Its dependencies are others than today's: installing them, which takes a minute or two.");
  const ended = await runCommand("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund"], { cwd: copy, env });
  if (ended.code !== 0) {
    throw refusal(
      problem(ref, "have dependencies that npm ci can install", `solve what npm complains about:\n${lastWords(ended)}`),
    );
  }
}

async function synthesize({ ref, environment, project, env }: CommitOptions, copy: string): Promise<Ended> {
  const installation = resolve(project, installationFile(env));
  // the sandbox needs none, and a mistake in one is no reason not to rehearse it
  const named = environment.stage !== "sandbox" && existsSync(installation) ? installation : undefined;
  const own = { ...env, CLISCALE_INSTALLATION: named, CDKTF_OUTDIR: undefined };
  const compiled = await runCommand("npm", ["run", "--silent", "compile"], { cwd: copy, env: own });
  if (compiled.code !== 0) {
    throw refusal(
      problem(ref, "compile with its own npm run compile", `choose another version. It said:\n${lastWords(compiled)}`),
    );
  }
  const ended = await runCommand(process.execPath, ["dist/main.js"], { cwd: copy, env: own });
  if (ended.code !== 0) {
    const must = `synthesize ${environment.name}${named === undefined ? "" : ` with ${named}`}`;
    const fix =
      named === undefined
        ? "choose another version"
        : "if it does not know a setting in there, name a file in CLISCALE_INSTALLATION as it was then, or rehearse the sandbox, which needs none";
    throw refusal(problem(ref, must, `${fix}. It said:\n${lastWords(ended)}`));
  }
  return ended;
}

/** Why an environment was left out, as that version puts it. */
function linesAbout(environment: string, { stderr }: Ended): string {
  const lines = stderr.split("\n").filter((line) => line.includes(`cliscale-${environment} `));
  return lines.length === 0 ? "it does not know it" : lines.map((line) => line.trim()).join("; ");
}

function problem(value: string, must: string, fix: string): Problem {
  return { setting: "--from", value, must, fix };
}

function sameText(one: string, other: string): boolean {
  return existsSync(one) && existsSync(other) && readFileSync(one, "utf8") === readFileSync(other, "utf8");
}
