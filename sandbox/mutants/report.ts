import { type MutantReport } from "../report/report";
import { type Equivalent, type MutantResult } from "./mutant";

/**
 * What a report says of mutants. The total is what could be killed; equivalents are listed beside it.
 *
 * @throws Error when a rehearsal failed without a law: that tells nothing of the mutant
 */
export function mutantReport(results: readonly MutantResult[], equivalents: readonly Equivalent[]): MutantReport {
  const rehearsed = results.map(({ mutant: { id, from, to }, verdict, law, detail }) => {
    if (verdict === "error") throw new Error(`${id} is no rehearsal of a mutant, but a defect: ${detail}`);
    return { from, to, verdict, law, detail };
  });
  const alike = equivalents.map(({ from, to, because }) => ({
    from,
    to,
    verdict: "equivalent" as const,
    detail: because,
  }));
  return {
    total: rehearsed.length,
    killed: rehearsed.filter(({ verdict }) => verdict === "killed").length,
    mutants: [...rehearsed, ...alike],
  };
}
