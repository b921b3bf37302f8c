import { type PolicyRow } from "./catalog";
import { type Evaluation, type Finding } from "./evaluate";

/** True when the build must not go on. */
export function hasErrors(evaluation: Evaluation): boolean {
  return evaluation.exceptionProblems.length > 0 || open(evaluation, "error").length > 0;
}

/** True when there is something to say at all. */
export function hasContent(evaluation: Evaluation): boolean {
  return hasErrors(evaluation) || open(evaluation, "warning").length > 0 || accepted(evaluation).length > 0;
}

/** The report for a terminal: what fails, what is wrong with exceptions, what is worth a look, what was accepted. */
export function consoleReport(evaluation: Evaluation, rows: readonly PolicyRow[]): string {
  const errors = open(evaluation, "error");
  const warnings = open(evaluation, "warning");
  const inForce = accepted(evaluation);
  const stacks = evaluation.stacks
    .map(({ name, environment, resources }) => `${name} (${environment}, ${resources} resources)`)
    .join(", ");
  const count = (number: number, noun: string): string => `${number} ${noun}${number === 1 ? "" : "s"}`;
  return [
    `Production readiness of ${stacks}: ${count(errors.length + evaluation.exceptionProblems.length, "error")}, ${count(warnings.length, "warning")}, ${count(inForce.length, "accepted finding")}`,
    ...section("Errors", errors, rows),
    ...evaluation.exceptionProblems.flatMap(({ exception, problem }) => [
      "",
      `Exception from ${exception.id} at ${exception.path}: ${problem}`,
      `  reason given: ${exception.reason}`,
    ]),
    ...section("Warnings", warnings, rows),
    ...(inForce.length === 0 ? [] : ["", "Accepted:"]),
    ...inForce.map(
      ({ id, path, finding, exception }) =>
        `  ${id} at ${path}: ${finding}; ${exception?.reason}${exception?.expires === undefined ? "" : ` (until ${exception.expires})`}`,
    ),
  ].join("\n");
}

/** The same for machines, with every rule that ran. */
export function jsonReport(evaluation: Evaluation, rows: readonly PolicyRow[]): string {
  const rules = rows.map(({ id, level, fact, why, fix, references }) => ({
    id,
    level,
    fact,
    why,
    fix,
    references,
    compliant: evaluation.compliant[id] ?? 0,
  }));
  const { stacks, findings, exceptionProblems } = evaluation;
  return `${JSON.stringify({ stacks, rules, findings, exceptionProblems }, undefined, 2)}\n`;
}

function section(title: string, findings: readonly Finding[], rows: readonly PolicyRow[]): readonly string[] {
  if (findings.length === 0) {
    return [];
  }
  return [
    "",
    `${title}:`,
    ...rows
      .filter((row) => findings.some((finding) => finding.id === row.id))
      .flatMap((row) => [
        `  ${row.id}: ${row.fact}`,
        ...findings.filter((finding) => finding.id === row.id).map(({ path, finding }) => `    ${path}: ${finding}`),
        `    why: ${row.why}`,
        `    fix: ${row.fix}`,
      ]),
  ];
}

function open(evaluation: Evaluation, level: "error" | "warning"): readonly Finding[] {
  return evaluation.findings.filter((finding) => finding.exception === undefined && finding.level === level);
}

function accepted(evaluation: Evaluation): readonly Finding[] {
  return evaluation.findings.filter((finding) => finding.exception !== undefined);
}
