import { GUARDRAILS } from "../../stacks/guardrails";
import { consoleReport, survivorsReport, unlistedReport } from "../../policies/mutation/console";
import { type RenderedEnvironment } from "../../policies/mutation/environment";
import { markdownTable } from "../../policies/mutation/markdown";
import { AREAS, joined, type AreaTable } from "../../policies/mutation/paths";
import { byTable, run, survivesIn, type MutationResult, type RunInput } from "../../policies/mutation/run";
import { reaches, scoreOf } from "../../policies/mutation/score";
import { subjectsOf } from "../../policies/mutation/subject";
import { tableProblems, type TableProblems } from "../../policies/mutation/table-problems";
import { unlistedMutants } from "../../policies/mutation/unlisted";
import { type PolicyRow } from "../../policies/catalog";
import { HelmError } from "../../sandbox/kubernetes/helm";
import { parseOptions, USAGE, type Options } from "./options";

/** What the command has to do with the world; tests give their own. */
export interface CommandWorld {
  readonly print: (text: string) => void;
  readonly printError: (text: string) => void;
  readonly now: () => Date;
  readonly write: (file: string, content: string) => void;
  /** Every environment, rendered. */
  readonly render: (now: Date) => readonly RenderedEnvironment[];
  /** @default GUARDRAILS */
  readonly rows?: readonly PolicyRow[];
  /** @default - the tables of all areas */
  readonly table?: AreaTable;
}

/** Milliseconds between two lines that say how far it is. */
const PROGRESS = 5000;

/**
 * `npm run mutate`.
 *
 * @returns the exit code: 0, 1 when too little was found or a rule failed, 2 when the command line can't be understood or helm refuses
 */
export function mutate(args: readonly string[], world: CommandWorld): number {
  const options = parseOptions(args);
  if (typeof options === "string") {
    world.printError(`${options}\n\n${USAGE}`);
    return 2;
  }
  if (options.help) {
    world.print(USAGE);
    return 0;
  }
  try {
    return judged(options, world);
  } catch (error) {
    if (!(error instanceof HelmError)) throw error;
    world.printError(error.message);
    return 2;
  }
}

function judged(options: Options, world: CommandWorld): number {
  const { only, thorough, json, markdown, survivors, unlisted, atLeast } = options;
  const { rows = GUARDRAILS, table = joined(AREAS) } = world;
  const today = world.now();
  const environments = world.render(today);
  const types = new Set(environments.flatMap(subjectsOf).map(({ type }) => type));
  if (only !== undefined && !types.has(only)) {
    world.printError(`--only must be a type or kind that is rendered, got '${only}'; one of ${[...types].join(", ")}`);
    return 2;
  }
  const input = { environments, rows, today, only, thorough, onProgress: progress(world) };
  if (unlisted) {
    const mutants: RunInput["mutants"] = (subject, environment) => unlistedMutants(subject, table, environment);
    const result = run({ ...input, mutants });
    if (json !== undefined) world.write(json, jsonReport(result));
    world.print(unlistedReport(result));
    return 0;
  }
  const result = run({ ...input, mutants: byTable(table) });
  const problems = tableProblems(table, environments, only);
  const names = environments.map(({ name }) => name);
  if (json !== undefined) world.write(json, jsonReport(result, problems));
  if (markdown !== undefined) world.write(markdown, markdownTable(result, today.toISOString().slice(0, 10)));
  world.print(survivors ? survivorsReport(result, names) : consoleReport(result, problems, names));
  return reaches(scoreOf(result.outcomes), atLeast) && result.defects.length === 0 ? 0 : 1;
}

function jsonReport(result: MutationResult, problems?: TableProblems): string {
  const survivors = result.outcomes.filter((outcome) => survivesIn(outcome).length > 0);
  return `${JSON.stringify({ score: scoreOf(result.outcomes), survivors, ...result, problems }, undefined, 2)}\n`;
}

function progress({ now, printError }: CommandWorld): RunInput["onProgress"] {
  let said = now().getTime();
  return (environment, count) => {
    const time = now().getTime();
    if (time - said >= PROGRESS) {
      said = time;
      printError(`${environment}: ${count} changed stacks judged so far`);
    }
  };
}
