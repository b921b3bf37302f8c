import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { ValidationError } from "../../constructs/core/validation";
import { loadEnvironments, type EnvironmentSettings, type LoadOptions } from "../../environments";
import { InputError } from "../../sandbox/any-stack/input-error";
import { type CommandLine, COMMON_HELP, readCommandLine } from "../../sandbox/rehearsal/command-line";
import { rehearse, resultsDirectoryIn } from "../../sandbox/rehearsal/rehearse";
import { exitCodeOf } from "../../sandbox/rehearsal/stopped";
import { tell } from "../../sandbox/rehearsal/tell";
import { type RehearsalReport } from "../../sandbox/report/report";
import { TERRAFORM_PARALLELISM } from "../terraform-parallelism";
import { changedSettings } from "./changed-settings";
import { environmentStacks, olderStacks } from "./environment-stacks";
import { olderVersion } from "./older-version";
import { outsideOf } from "./outside-of";

/** What the command has to do with the world; tests give their own. */
export interface CommandWorld {
  readonly print: (text: string) => void;
  /** Progress and mistakes. */
  readonly say: (text: string) => void;
  /** Where the installation is looked for. */
  readonly load?: LoadOptions;
  /** @default rehearseEnvironment */
  readonly rehearse?: typeof rehearseEnvironment;
}

const LAYOUTS = ["one-stack", "two-stacks"] as const;

const HELP = `Rehearses an environment with real Terraform against a simulated Google Cloud: create, a second plan that has to be empty, an
update, destroy. Nothing is asked of a cloud, and no state of yours is read.

npm run rehearse -- <environment> [options]

  --layout <layout>  ${LAYOUTS.join(" or ")}, whatever the settings say
  --from <git ref>   an older version (or a kept release, such as 0.1.0), which is synthesized with its own
                     code and deployed first: then this one is planned over it, and nothing that holds
                     data may be replaced, destroyed or left behind
${COMMON_HELP}

Exit code: 0 all went as it should, 1 there are findings, 2 it could not be run.`;

/**
 * `npm run rehearse`.
 *
 * @returns the exit code: 0, 1 when there are findings, 2 when nothing could be rehearsed
 */
export async function runRehearse(args: readonly string[], world: CommandWorld): Promise<number> {
  try {
    const line = commandLine(args);
    if (line.help) {
      world.print(HELP);
      return 0;
    }
    const settings = settingsOf(line, world.load);
    const report = await (world.rehearse ?? rehearseEnvironment)(settings, line, world.say);
    const page = line.report ?? join(resultsDirectoryIn(resolve(".")), `${report.title}.html`);
    return tell(report, { page, json: line.json, print: world.print });
  } catch (error) {
    if (!ValidationError.isValidationError(error)) return exitCodeOf(error, world.say);
    world.say(error.message);
    return 2;
  }
}

/** What takes minutes; tests give their own. */
export interface SlowParts {
  readonly olderVersion: typeof olderVersion;
  readonly rehearse: typeof rehearse;
}

/** Renders the environment, with and without a change, and rehearses it; also the upgrade from an older version when one is named. */
export async function rehearseEnvironment(
  settings: EnvironmentSettings,
  line: CommandLine,
  say: (text: string) => void,
  slow: SlowParts = { olderVersion, rehearse },
): Promise<RehearsalReport> {
  const directory = mkdtempSync(join(tmpdir(), "cliscale-rehearse-"));
  try {
    const projectDirectory = resolve(".");
    const { minutes, parallelism = TERRAFORM_PARALLELISM, faults, orders, realTimeScale, workers } = line;
    const { from } = line.own;
    const into = join(directory, "older");
    const older =
      typeof from === "string" ? await slow.olderVersion({ from, environment: settings, into, say }) : undefined;
    return await slow.rehearse(await environmentStacks(settings, join(directory, "now")), {
      title: `cliscale-${settings.name}`,
      projectDirectory,
      update: await environmentStacks(changedSettings(settings), join(directory, "changed")),
      older: older && { title: older.title, found: await olderStacks(older, into) },
      outside: outsideOf(settings),
      parallelism,
      faults,
      orders,
      realTimeScale,
      workers,
      resultsDirectory: resultsDirectoryIn(projectDirectory),
      until: minutes === undefined ? undefined : Date.now() + minutes * 60_000,
      say,
    });
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

function commandLine(args: readonly string[]): CommandLine {
  const { line, problems } = readCommandLine(args, { layout: { type: "string" }, from: { type: "string" } });
  const { layout } = line.own;
  const wrong = [...problems];
  if (typeof layout === "string" && layout !== "" && !(LAYOUTS as readonly string[]).includes(layout)) {
    wrong.push(`--layout is '${layout}'; it must be one of ${LAYOUTS.join(", ")}`);
  }
  if (line.names.length > 1) {
    wrong.push(`it names ${line.names.length} environments (${line.names.join(", ")}); rehearse one after the other`);
  }
  if (wrong.length > 0) throw new InputError("The command line of npm run rehearse can't be understood", wrong);
  return line;
}

function settingsOf({ names: [name], own }: CommandLine, load: LoadOptions = {}): EnvironmentSettings {
  const { environments, leftOut } = loadEnvironments(load);
  const found = environments.find((environment) => environment.name === name);
  if (found === undefined) {
    const known = environments.map((environment) => environment.name).join(", ");
    const left = leftOut.find((environment) => environment.name === name);
    const must = `be one that this installation has (${known})`;
    throw new ValidationError("npm run rehearse", "Rehearsal", [
      { setting: "environment", value: name, must, fix: left?.missing ?? "write npm run rehearse -- <environment>" },
    ]);
  }
  return own["layout"] === "one-stack" || own["layout"] === "two-stacks" ? { ...found, layout: own["layout"] } : found;
}
