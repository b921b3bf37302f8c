import { type PolicyRow } from "../catalog";
import { type Evaluation } from "../evaluate";

/** Everything that was found, for machines, with every rule that ran. */
export function jsonReport(evaluation: Evaluation, rows: readonly PolicyRow[]): string {
  const rules = rows.map(({ id, level, fact, why, fix, covers, references }) => ({
    id,
    level,
    fact,
    why,
    fix,
    covers,
    references,
    compliant: evaluation.compliant[id] ?? 0,
  }));
  const { stacks, findings, exceptionProblems } = evaluation;
  return `${JSON.stringify({ stacks, rules, findings, exceptionProblems }, undefined, 2)}\n`;
}
