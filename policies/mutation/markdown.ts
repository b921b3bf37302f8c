import { type MutationResult } from "./run";
import { percentOf, scoreOf, scoresBy } from "./score";

/** The score by area for a README. */
export function markdownTable({ outcomes, equivalent }: MutationResult, date: string): string {
  const rows = [...scoresBy(outcomes, "area"), { name: "**all**", ...scoreOf(outcomes) }];
  return [
    `Mutants found on ${date}, without ${equivalent.length} after which everything is as before:`,
    "",
    "| area | found | mutants | score |",
    "|---|---:|---:|---:|",
    ...rows.map((row) => `| ${row.name} | ${row.killed} | ${row.total} | ${percentOf(row)} |`),
    "",
  ].join("\n");
}
