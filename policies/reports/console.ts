import { type PolicyRow } from "../catalog";
import { type Evaluation, type Finding } from "../evaluate";
import { acceptedFindings, count, nameOfException, objectOf, openFindings, reasonOf } from "./findings";

/** A column of a table: its head, and what it says of a finding. */
type Column<Row> = readonly [head: string, cell: (row: Row) => string];

const WHERE: readonly Column<Finding>[] = [
  ["construct", ({ path }) => path],
  ["object", objectOf],
  ["finding", ({ finding }) => finding],
];

/** More warnings than that are a line for each rule, or nobody would see what else there is. The files have them all. */
const MOST_WARNINGS = 20;

/**
 * The report for a terminal: what fails, what is wrong with exceptions, what is worth a look, what was accepted. Each rule has a
 * table of what it found, with its reason and its fix below.
 */
export function consoleReport(evaluation: Evaluation, rows: readonly PolicyRow[]): string {
  const errors = openFindings(evaluation, "error");
  const warnings = openFindings(evaluation, "warning");
  const accepted = acceptedFindings(evaluation.findings);
  const { exceptionProblems } = evaluation;
  const stacks = evaluation.stacks.map(({ name, environment, resources, objects }) => {
    const inCluster = objects === 0 ? "" : `, ${count(objects, "Kubernetes object")}`;
    return `${name} (${environment}, ${count(resources, "resource")}${inCluster})`;
  });
  return [
    `Production readiness of ${stacks.join(", ")}: ${count(errors.length + exceptionProblems.length, "error")}, ${count(warnings.length, "warning")}, ${count(accepted.length, "accepted finding")}`,
    ...section("Errors", errors, rows, WHERE),
    ...exceptionProblems.flatMap(({ exception, problem }) => [
      "",
      `Exception from ${nameOfException(exception)}: ${problem}`,
      `  reason given: ${exception.reason}`,
    ]),
    ...(warnings.length > MOST_WARNINGS
      ? inShort("Warnings", warnings, rows)
      : section("Warnings", warnings, rows, WHERE)),
    ...section("Accepted", accepted, rows, [...WHERE, ["reason", reasonOf]], false),
  ].join("\n");
}

function section<Row extends Finding>(
  title: string,
  findings: readonly Row[],
  rows: readonly PolicyRow[],
  columns: readonly Column<Row>[],
  advice = true,
): readonly string[] {
  if (findings.length === 0) {
    return [];
  }
  return [
    "",
    `${title}:`,
    ...rows.flatMap((row) => {
      const found = findings.filter(({ id }) => id === row.id);
      return found.length === 0
        ? []
        : [
            `  ${row.id}: ${row.fact} (${found.length})`,
            ...table(found, columns).map((line) => `    ${line}`),
            ...(advice ? [`    why: ${row.why}`, `    fix: ${row.fix}`] : []),
          ];
    }),
  ];
}

function inShort(title: string, findings: readonly Finding[], rows: readonly PolicyRow[]): readonly string[] {
  const lines = rows.flatMap(({ id, fact }) => {
    const number = findings.filter((finding) => finding.id === id).length;
    return number === 0 ? [] : [`  ${id}: ${fact} (${number})`];
  });
  return ["", `${title}, in short because there are many; the reports for machines say where:`, ...lines];
}

/** Columns that would be empty are left out. */
function table<Row>(rows: readonly Row[], columns: readonly Column<Row>[]): readonly string[] {
  const cells = columns
    .map(([head, cell]) => [head, ...rows.map(cell)])
    .filter(([, ...texts]) => texts.some((text) => text !== ""));
  const widths = cells.map((column) => Math.max(...column.map((text) => text.length)));
  const line = (index: number): string =>
    cells
      .map((column, at) => (column[index] ?? "").padEnd(widths[at] ?? 0))
      .join(" | ")
      .trimEnd();
  const [head = "", ...body] = ["", ...rows].map((_, index) => line(index));
  return [head, widths.map((width) => "-".repeat(width)).join("-|-"), ...body];
}
