import { appendFileSync, existsSync, readFileSync } from "node:fs";
import { type Fault } from "./fault";
import { type Prepared, rehearse, type Result, type Verdict } from "./rehearsal";

/** How a series of rehearsals is run. */
export interface CampaignOptions {
  /** One JSON line per result. Faults that it holds already are not rehearsed again, so that a series can be stopped and gone on with. */
  readonly results: string;
  /** Told after each one. */
  readonly progress?: (result: Result, done: number, total: number) => void;
  /** Begin no other one after this moment, in milliseconds since 1970. @default - go on to the end */
  readonly until?: number;
  /** @default - {@link rehearse} */
  readonly rehearse?: (prepared: Prepared, fault: Fault) => Promise<Result>;
}

/** What came of a series. */
export interface Summary {
  readonly total: number;
  readonly done: number;
  readonly verdicts: Readonly<Partial<Record<Verdict, number>>>;
  /** Everything that did not recover, and what never struck. */
  readonly findings: readonly Result[];
}

/** Rehearses one fault after the other; two never meet in one run. */
export async function rehearseAll(
  prepared: Prepared,
  faults: readonly Fault[],
  options: CampaignOptions,
): Promise<Summary> {
  const known = new Map(readResults(options.results).map((result) => [keyOf(result.fault), result]));
  const wanted = new Map(faults.map((fault) => [keyOf(fault), fault]));
  let done = [...wanted.keys()].filter((key) => known.has(key)).length;
  for (const [key, fault] of wanted) {
    if (known.has(key)) continue;
    if (options.until !== undefined && Date.now() >= options.until) break;
    const result = await (options.rehearse ?? rehearse)(prepared, fault);
    // a line break before it ends a line that was torn by a kill
    appendFileSync(options.results, `\n${JSON.stringify(result)}`);
    known.set(key, result);
    done += 1;
    options.progress?.(result, done, wanted.size);
  }
  return summarize(
    [...known].flatMap(([key, result]) => (wanted.has(key) ? [result] : [])),
    wanted.size,
  );
}

/** Results written so far; a line that a kill tore is left out, and its fault rehearsed again. */
export function readResults(file: string): readonly Result[] {
  if (!existsSync(file)) return [];
  return readFileSync(file, "utf8")
    .split("\n")
    .flatMap((line) => {
      try {
        return [JSON.parse(line) as Result];
      } catch {
        return [];
      }
    });
}

export function summarize(results: readonly Result[], total: number): Summary {
  const verdicts: Partial<Record<Verdict, number>> = {};
  for (const { verdict } of results) verdicts[verdict] = (verdicts[verdict] ?? 0) + 1;
  return { total, done: results.length, verdicts, findings: results.filter(({ verdict }) => verdict !== "recovered") };
}

/** A fault that was changed under its old id is another one. */
function keyOf(fault: Fault): string {
  return JSON.stringify(Object.entries(fault).sort());
}
