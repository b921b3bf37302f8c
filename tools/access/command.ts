import { parseArgs } from "node:util";
import { ValidationError, type Problem } from "../../constructs/core/validation";
import { loadEnvironments, type EnvironmentSettings, type LoadOptions } from "../../environments";
import { HelmError } from "../../sandbox/kubernetes/helm";
import { accessOf } from "./access-of";
import { consoleReport, identitiesIn, jsonReport, onlyOf, type EnvironmentAccess } from "./report";
import { renderEnvironment } from "./synthesize";

/** What the command has to do with the world; tests give their own. */
export interface CommandWorld {
  readonly print: (text: string) => void;
  readonly printError: (text: string) => void;
  /** The clock, for conditions on the time of a deploy. */
  readonly now: () => Date;
  /** Makes headings stand out, where that can be seen. */
  readonly emphasize?: (text: string) => string;
  /** Where the installation is looked for. */
  readonly load?: LoadOptions;
  /** @default environmentAccess */
  readonly report?: typeof environmentAccess;
}

/** Columns of a terminal that the table is made for. */
const WIDTH = 120;

const HELP = `Prints who can do what in an environment, read from what it renders; nothing is asked of a cloud.

npm run access -- <environment> [--identity <name>] [--json]

  --identity <name>  only what concerns this identity, for example ws-cli-gateway
  --json             for machines; call it with npm run --silent, since npm itself prints to standard output
  --help             this text

Exit code: 0 nothing to complain about, 1 there are findings, 2 it could not be told.`;

/**
 * `npm run access`.
 *
 * @returns the exit code: 0, 1 when there are findings, 2 when the report could not be made
 */
export async function runAccess(args: readonly string[], world: CommandWorld): Promise<number> {
  try {
    const { environment, identity, json, help } = optionsIn(args);
    if (help) {
      world.print(HELP);
      return 0;
    }
    const settings = settingsOf(environment, world.load);
    const report = narrowed(await (world.report ?? environmentAccess)(settings, world.now()), identity);
    world.print(json ? jsonReport(report) : consoleReport(report, WIDTH, world.emphasize));
    return report.findings.length === 0 ? 0 : 1;
  } catch (error) {
    if (!ValidationError.isValidationError(error) && !(error instanceof HelmError)) {
      throw error;
    }
    world.printError(error.message);
    return 2;
  }
}

/** The report of one environment, rendered now. */
export async function environmentAccess(settings: EnvironmentSettings, now: Date): Promise<EnvironmentAccess> {
  const { stacks, objects } = renderEnvironment(settings, now);
  return { environment: settings.name, stacks: stacks.map(({ name }) => name), ...accessOf(stacks, objects, now) };
}

interface Options {
  readonly environment: string | undefined;
  readonly identity: string | undefined;
  readonly json: boolean;
  readonly help: boolean;
}

function optionsIn(args: readonly string[]): Options {
  const options = {
    identity: { type: "string" },
    json: { type: "boolean" },
    help: { type: "boolean", short: "h" },
  } as const;
  const { tokens, values } = parseArgs({
    args: [...args],
    options,
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  const unknown = tokens.flatMap((token) =>
    token.kind === "option" && !(token.name in options) ? [token.rawName] : [],
  );
  const [environment, ...more] = tokens.flatMap((token) => (token.kind === "positional" ? [token.value] : []));
  const { identity, json = false, help = false } = values;
  refuse(
    unknown.map((value) => ({ setting: "option", value, must: "be --identity, --json or --help", fix: "correct it" })),
    more.map((value) => ({
      setting: "environment",
      value,
      must: "be a single one",
      fix: "ask for one after the other",
    })),
    identity === undefined || (typeof identity === "string" && identity !== "")
      ? []
      : [{ setting: "--identity", must: "have a name", fix: "write --identity ws-cli-gateway" }],
    typeof json === "boolean" ? [] : [{ setting: "--json", value: json, must: "stand alone", fix: "write --json" }],
  );
  return {
    environment,
    identity: typeof identity === "string" ? identity : undefined,
    json: json === true,
    help: help === true,
  };
}

function settingsOf(name: string | undefined, load: LoadOptions = {}): EnvironmentSettings {
  const { environments, leftOut } = loadEnvironments(load);
  const found = environments.find((environment) => environment.name === name);
  if (found !== undefined) {
    return found;
  }
  const names = environments.map((environment) => environment.name).join(", ");
  const left = leftOut.find((environment) => environment.name === name);
  throw refusal({
    setting: "environment",
    value: name,
    must: `be one that this installation has (${names})`,
    fix: left?.missing ?? "write npm run access -- <environment>",
  });
}

function narrowed(report: EnvironmentAccess, identity: string | undefined): EnvironmentAccess {
  if (identity === undefined) {
    return report;
  }
  const own = onlyOf(report, identity);
  refuse(
    own.entries.length > 0 || own.workloads.length > 0
      ? []
      : [
          {
            setting: "--identity",
            value: identity,
            must: `be somebody in ${report.environment}`,
            fix: `choose one of ${identitiesIn(report).join(", ")}`,
          },
        ],
  );
  return own;
}

function refuse(...problems: readonly (readonly Problem[])[]): void {
  if (problems.flat().length > 0) {
    throw refusal(...problems.flat());
  }
}

function refusal(...problems: readonly Problem[]): ValidationError {
  return new ValidationError("npm run access", "AccessReport", problems);
}
