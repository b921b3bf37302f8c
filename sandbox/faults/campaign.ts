import { readLines, rehearseSeries, type SeriesOptions } from "../series";
import { type Fault } from "./fault";
import { type Result, type Verdict } from "./rehearse-fault";

/** How a series of rehearsals is run. */
export type CampaignOptions = SeriesOptions<Result>;

/** What came of a series. */
export interface Summary {
  readonly total: number;
  readonly done: number;
  readonly verdicts: Readonly<Partial<Record<Verdict, number>>>;
  readonly results: readonly Result[];
  /** Everything that did not recover, and what never struck. */
  readonly findings: readonly Result[];
}

/**
 * Rehearses many faults; two never meet in one run.
 *
 * @throws what the first rehearsal that failed threw, once the others under way are written down
 */
export async function rehearseAll(
  faults: readonly Fault[],
  rehearse: (fault: Fault) => Promise<Result>,
  options: CampaignOptions,
): Promise<Summary> {
  const series = { items: faults, keyOf, itemOf: ({ fault }: Result) => fault, rehearse };
  const { results, total } = await rehearseSeries(series, options);
  return summarize(results, total);
}

/** Results written so far; a line that a kill tore is left out, and its fault rehearsed again. */
export function readResults(file: string): readonly Result[] {
  return readLines(file);
}

export function summarize(results: readonly Result[], total: number): Summary {
  const verdicts: Partial<Record<Verdict, number>> = {};
  for (const { verdict } of results) verdicts[verdict] = (verdicts[verdict] ?? 0) + 1;
  return {
    total,
    done: results.length,
    verdicts,
    results,
    findings: results.filter(({ verdict }) => verdict !== "recovered"),
  };
}

/** A fault that was changed under its old id is another one. */
function keyOf(fault: Fault): string {
  return JSON.stringify(Object.entries(fault).sort());
}
