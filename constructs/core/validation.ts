import { type IConstruct } from "constructs";
import { Token } from "cdktf";

/** One thing that is wrong with the caller's input, in words the caller can act on. */
export interface Problem {
  /** The setting as the caller writes it, for example `backup.retainedBackups`. */
  readonly setting: string;
  /** What was given. Never pass a secret here: the text ends up on a screen and in logs. */
  readonly value?: unknown;
  /** The rule that the value breaks, as a phrase after "must", for example `be between 1 and 365`. */
  readonly must: string;
  /** What to do instead, as an imperative, for example `choose db-custom-2-7680`. */
  readonly fix: string;
  /** Where the rule comes from, a link to the vendor's documentation. */
  readonly source?: string;
}

/** What {@link check} takes: conditions that hold produce `undefined` or `false`. */
export type Finding = Problem | undefined | false;

/** True for a finding that is none of the passes. */
export function isProblem(finding: Finding): finding is Problem {
  return typeof finding === "object";
}

const show = (value: unknown): string =>
  typeof value === "string" ? `'${value}'` : (JSON.stringify(value) ?? String(value));

/** One line per problem: `'setting' must <rule>, got <value>; <fix> (<source>)`. */
export function describeProblem(problem: Problem): string {
  const got = "value" in problem && problem.value !== undefined ? `, got ${show(problem.value)}` : "";
  const source = problem.source === undefined ? "" : ` (${problem.source})`;
  return `'${problem.setting}' must ${problem.must}${got}; ${problem.fix}${source}`;
}

/**
 * A mistake of the caller's, never a defect of ours. It lists every problem found, and its
 * stack is its message, because a stack trace helps nobody to correct a setting.
 */
export class ValidationError extends Error {
  /** Recognizes the error across two installed copies of this package, where `instanceof` fails. */
  public static isValidationError(error: unknown): error is ValidationError {
    return typeof error === "object" && error !== null && (error as { code?: unknown }).code === "CLISCALE_VALIDATION";
  }

  public readonly code = "CLISCALE_VALIDATION";

  /**
   * @param where the construct's path, or the name of the file or setting group
   * @param what the kind of thing that refused, for example `PostgresDatabase`
   * @param problems everything that is wrong, at least one
   */
  public constructor(
    public readonly where: string,
    public readonly what: string,
    public readonly problems: readonly Problem[],
  ) {
    super([`${what} at ${where}:`, ...problems.map((problem) => `  - ${describeProblem(problem)}`)].join("\n"));
    this.name = "ValidationError";
    this.stack = `${this.name}: ${this.message}`;
  }
}

/**
 * Refuses the caller's input with every problem at once.
 *
 * @param scope the construct whose props are checked
 * @param what the construct's class name
 * @param findings conditions that were evaluated; `undefined` and `false` are passes
 * @throws ValidationError when at least one finding is a problem
 */
export function check(scope: IConstruct, what: string, findings: readonly Finding[]): void {
  const problems = findings.filter(isProblem);
  if (problems.length > 0) {
    throw new ValidationError(scope.node.path, what, problems);
  }
}

/** True when the value is there and is no token, so that it can be judged at synth. */
export function isKnown<T>(value: T | undefined): value is T {
  return value !== undefined && value !== null && !Token.isUnresolved(value);
}

/** A problem when a known number lies outside `[low, high]` or is no whole number. */
export function outOfRange(
  setting: string,
  value: number | undefined,
  low: number,
  high: number,
  options: { readonly unit?: string; readonly source?: string; readonly fix?: string } = {},
): Finding {
  if (!isKnown(value) || (Number.isInteger(value) && value >= low && value <= high)) {
    return undefined;
  }
  const unit = options.unit === undefined ? "" : ` ${options.unit}`;
  return {
    setting,
    value,
    must: `be a whole number between ${low} and ${high}${unit}`,
    fix: options.fix ?? `choose a value from ${low} to ${high}`,
    source: options.source,
  };
}

/** The values that stand in a list more than once, each of them once. */
export function repeated<T>(values: readonly T[]): readonly T[] {
  return [...new Set(values.filter((value, index) => values.indexOf(value) !== index))];
}
