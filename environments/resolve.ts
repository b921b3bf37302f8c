import { isDeepStrictEqual } from "node:util";
import { isProblem, ValidationError, type Problem } from "../constructs/core/validation";
import { CHECKS, COMPARISONS } from "./checks";
import { schemaProblems, showPath, valueAt, type Path } from "./problems";
import { repair, type Repaired } from "./repair";
import { environmentSettings, withDerivedDefaults, type EnvironmentInput, type EnvironmentSettings } from "./settings";

/** What looking at one environment brought to light. */
export interface Examined {
  /** Absent when something is wrong with its shape. */
  readonly settings?: EnvironmentSettings;
  readonly problems: readonly Problem[];
}

/** What the caller knows better than the schema. */
export interface ResolveOptions {
  /**
   * Tells where a setting that is missing has to be written, as an imperative.
   * @default - add it to the environment's file
   */
  readonly howToSet?: (name: string, path: Path) => string;
  /** Problems found before, which are reported in the same message. */
  readonly found?: readonly Problem[];
}

/**
 * Fills in defaults and checks everything: each environment by itself, then all of them against each other.
 *
 * @returns settings that nobody can change any more, in the given order
 * @throws ValidationError that lists all problems of all environments
 */
export function resolveSettings(
  inputs: readonly EnvironmentInput[],
  options: ResolveOptions = {},
): readonly EnvironmentSettings[] {
  const examined = inputs.map((input, index) => examine(input, index, options));
  const settings = examined.flatMap((one) => (one.settings === undefined ? [] : [one.settings]));
  const comparisons = COMPARISONS.flatMap((compare) => compare(settings)).filter(isProblem);
  const problems = [...(options.found ?? []), ...examined.flatMap((one) => one.problems), ...comparisons];
  if (problems.length > 0) {
    throw new ValidationError("environments", "EnvironmentSettings", withoutRepetition(problems));
  }
  return settings;
}

/**
 * Judges one environment. When its shape is wrong, the broken parts are taken from the sandbox for the time of the cross-checks,
 * so that one message shows what is wrong elsewhere, too; a check that reads a broken part is left out.
 */
function examine(input: unknown, index: number, options: ResolveOptions): Examined {
  const name = nameOf(input, index);
  const locate = (setting: string): string => (setting === "" ? name : `${name}.${setting}`);
  const howToSet = (path: Path): string => options.howToSet?.(name, path) ?? `set it in the settings of '${name}'`;

  const parsed = environmentSettings.safeParse(input);
  if (parsed.success) {
    const settings = withDerivedDefaults(parsed.data);
    const problems = CHECKS.flatMap((check) => check.find(settings)).filter(isProblem);
    return { settings, problems: problems.map((problem) => ({ ...problem, setting: locate(problem.setting) })) };
  }

  const broken = schemaProblems(environmentSettings, parsed.error, input, howToSet);
  const repaired = repair(
    input,
    broken.map(({ path }) => path),
  );
  const findings = repaired === undefined ? [] : remainingProblems(repaired);
  return {
    problems: [
      ...broken.map(({ path, problem }) => ({ ...problem, setting: locate(showPath(path)) })),
      ...findings.map((problem) => ({ ...problem, setting: locate(problem.setting) })),
    ],
  };
}

function remainingProblems({ settings, replaced }: Repaired): readonly Problem[] {
  return CHECKS.filter((check) => !check.reads.some(replaced))
    .flatMap((check) => check.find(settings))
    .filter(isProblem)
    .filter(({ setting }) => !replaced(setting));
}

function nameOf(input: unknown, index: number): string {
  const name = valueAt(input, ["name"]);
  return typeof name === "string" && name !== "" ? name : `environments[${index}]`;
}

function withoutRepetition(problems: readonly Problem[]): readonly Problem[] {
  return problems.filter(
    (problem, index) => problems.findIndex((other) => isDeepStrictEqual(other, problem)) === index,
  );
}
