import { resolve } from "node:path";
import { ValidationError, type Problem } from "../../constructs/core/validation";
import {
  installationFile,
  loadEnvironments,
  readSecretVersions,
  SECRET_NAMES,
  secretVersionsFile,
  type EnvironmentSettings,
  type SecretVersions,
} from "../../environments";
import { unknownKey } from "../../environments/problems";
import { deploy, deployArguments, isSetUp } from "./deploy";
import { serialize, takeLock, writeAtomically } from "./files";
import { parseOptions, USAGE, type Options } from "./options";
import { plan, type Work } from "./plan";
import { acknowledgeReminders, subscriptionOf } from "./reminders";
import { SECRETS, type RotatingSecret } from "./secrets";
import { type World } from "./world";

/** How the command ends: done, refused or not finished, not understood. */
export type ExitCode = 0 | 1 | 2;

/** What the command line names, once it is known to exist. */
interface Target {
  readonly settings: EnvironmentSettings;
  readonly secret: RotatingSecret;
  /** The record's path, relative to the working directory. */
  readonly file: string;
}

/** Runs `npm run rotate`. Mistakes and failures are printed; only a defect of ours is thrown. */
export async function rotate(args: readonly string[], world: World): Promise<ExitCode> {
  const parsed = parseOptions(args);
  if (parsed.kind === "help") {
    world.say(USAGE.trimEnd());
    return 0;
  }
  if (parsed.kind === "problems") {
    return refuse(world, 2, "command line", parsed.problems);
  }
  try {
    return await withTarget(parsed.options, world);
  } catch (error) {
    if (!ValidationError.isValidationError(error)) {
      throw error;
    }
    world.complain(error.message);
    return 1;
  }
}

async function withTarget(options: Options, world: World): Promise<ExitCode> {
  const { environments, leftOut } = loadEnvironments({ env: world.env, cwd: world.cwd });
  const settings = environments.find(({ name }) => name === options.environment);
  const missing = leftOut.find(({ name }) => name === options.environment);
  const secretName = SECRET_NAMES.find((name) => name === options.secret);
  if (missing !== undefined) {
    world.complain(`cliscale-${missing.name} has never been set up: ${missing.missing}`);
    return 1;
  }
  if (settings === undefined || secretName === undefined) {
    const names = [...environments, ...leftOut].map(({ name }) => name);
    return refuse(world, 2, "command line", [
      ...(settings === undefined ? [unknown("environment", options.environment, names)] : []),
      ...(secretName === undefined ? [unknown("secret", options.secret, SECRET_NAMES)] : []),
    ]);
  }
  const target: Target = {
    settings,
    secret: SECRETS[secretName],
    file: secretVersionsFile(settings, installationFile(world.env)),
  };
  if (options.dryRun) {
    return withLock(options, target, world);
  }
  const lock = takeLock(resolve(world.cwd, target.file));
  if (lock.kind === "held") {
    world.complain(
      `Another rotation of cliscale-${settings.name} is running (${lock.by}): wait until it has ended. If none is, remove ${lock.file}.`,
    );
    return 1;
  }
  try {
    return await withLock(options, target, world);
  } finally {
    lock.release();
  }
}

async function withLock(options: Options, target: Target, world: World): Promise<ExitCode> {
  const { settings, secret, file } = target;
  const { versions, problems } = readSecretVersions(file, world.cwd);
  if (problems.length > 0) {
    throw new ValidationError(file, "SecretVersions", problems);
  }
  const planned = plan({ settings, secret, versions, now: world.now(), request: options.request });
  if (planned.kind === "refused") {
    return refuse(world, 1, `${options.environment} ${options.secret}`, planned.problems);
  }
  const { work } = planned;
  if (!(await isReady(options, target, work, world))) {
    return 1;
  }
  work.intro.forEach(world.say);
  if (options.dryRun) {
    steps(options, target, work).forEach(world.say);
    return 0;
  }
  return carryOut(options, target, work, world);
}

/** Looks for whatever would make the deploy fail, before anything is written. */
async function isReady(options: Options, { settings, file }: Target, work: Work, world: World): Promise<boolean> {
  const { code, complaint } = await world.run(process.execPath, [world.prerequisites, "--check"]);
  if (code !== 0) {
    world.complain(complaint.trimEnd());
    return false;
  }
  const stack = `cliscale-${settings.name}`;
  if (work.kind !== "complete" && (await isSetUp(settings, world)) === false) {
    const first = settings.stage === "sandbox" ? "npm run deploy:sandbox" : `npx ${deployCommand(settings, false)}`;
    world.complain(`${stack} has never been set up, so it has no secret to rotate: run ${first} first.`);
    return false;
  }
  if (settings.stage !== "sandbox" && !options.yes && !options.dryRun && !world.interactive) {
    world.complain(`Nobody is at a terminal to approve the deploy of ${stack}: add --yes to deploy without asking.`);
    return false;
  }
  if (work.kind === "begin" && (await world.run("git", ["status", "--porcelain", "--", file])).output.trim() !== "") {
    world.complain(`Warning: ${file} has changes that are not committed; they will be part of the same commit.`);
  }
  return true;
}

async function carryOut(options: Options, target: Target, work: Work, world: World): Promise<ExitCode> {
  const { settings, secret, file } = target;
  write(target, work.before, world);
  const deployed = await deploy(settings, options.yes, world);
  if (deployed.kind !== "done") {
    world.complain(deployed.because);
    const again = `npm run rotate -- ${settings.name} ${secret.name}`;
    if (work.kind === "finish") {
      world.complain(`Correct what is written above, and run again: ${again} --finish`);
      return 1;
    }
    world.complain(`The rotation is not finished, and ${file} says so. To complete it, run again: ${again}`);
    if (deployed.kind === "dismissed" && work.kind === "begin") {
      world.complain(`To give it up instead, while nothing of it has been deployed, take ${file} back as it was.`);
    }
    return 1;
  }
  write(target, work.after, world);
  const left = work.kind === "finish" ? [] : await acknowledgeReminders(settings, secret, world);
  work.summary.forEach(world.say);
  if (work.after !== undefined && settings.stage !== "sandbox") {
    world.say(`Commit ${file} and push it, so that the next deploy from elsewhere knows the version.`);
  }
  left.forEach(world.say);
  return 0;
}

function write({ file }: Target, versions: SecretVersions | undefined, world: World): void {
  if (versions !== undefined) {
    writeAtomically(resolve(world.cwd, file), serialize(versions));
  }
}

/** What would be done, for `--dry-run`. */
function steps({ yes }: Options, { settings, file }: Target, work: Work): readonly string[] {
  return [
    "Nothing was changed. Without --dry-run, this would",
    ...(work.before === undefined ? [] : [`  write ${file}`]),
    `  run ${deployCommand(settings, yes)}`,
    ...(work.before === undefined || settings.stage === "sandbox"
      ? []
      : [`  acknowledge its reminders in ${subscriptionOf(settings)}`]),
  ];
}

function deployCommand(settings: EnvironmentSettings, yes: boolean): string {
  return ["cdktf", ...deployArguments(settings, yes)].join(" ");
}

function unknown(kind: string, name: string, names: readonly string[]): Problem {
  const must = `be an ${kind} (${names.join(", ")})`.replace("an secret", "a secret");
  return { ...unknownKey(name, names), setting: name, must };
}

function refuse(world: World, code: 1 | 2, where: string, problems: readonly Problem[]): ExitCode {
  world.complain(new ValidationError(where, "rotate", problems).message);
  if (code === 2) {
    world.complain("'npm run rotate -- --help' shows what can be written.");
  }
  return code;
}
