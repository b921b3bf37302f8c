import { appendFileSync, existsSync, readFileSync } from "node:fs";

/** How a series of rehearsals is run. */
export interface SeriesOptions<R> {
  /** One JSON line per result. What it holds already is not rehearsed again, so that a series can be stopped and gone on with. */
  readonly results: string;
  /** Told after each one. */
  readonly progress?: (result: R, done: number, total: number) => void;
  /** Begin no other one after this moment, in milliseconds since 1970. @default - go on to the end */
  readonly until?: number;
  /** How many are rehearsed at once. @default 1 */
  readonly workers?: number;
}

/** What is rehearsed in a series. */
export interface Series<I, R> {
  readonly items: readonly I[];
  /** Tells one item from every other; one that was changed is another one. */
  readonly keyOf: (item: I) => string;
  /** The item that a result is about. */
  readonly itemOf: (result: R) => I;
  readonly rehearse: (item: I) => Promise<R>;
}

/**
 * Rehearses every item that has no result yet, and gives all results of these items.
 *
 * @throws what the first rehearsal that failed threw, once the others under way are written down
 */
export async function rehearseSeries<I, R>(
  { items, keyOf, itemOf, rehearse }: Series<I, R>,
  { results, progress, until = Infinity, workers = 1 }: SeriesOptions<R>,
): Promise<{ readonly results: readonly R[]; readonly total: number }> {
  const known = new Map(readLines<R>(results).map((result) => [keyOf(itemOf(result)), result]));
  const wanted = new Map(items.map((item) => [keyOf(item), item]));
  const waiting = [...wanted].filter(([key]) => !known.has(key));
  let done = wanted.size - waiting.length;
  const work = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined && Date.now() < until; next = waiting.shift()) {
      const [key, item] = next;
      const result = await rehearse(item);
      // a line break before it ends a line that was torn by a kill
      appendFileSync(results, `\n${JSON.stringify(result)}`);
      known.set(key, result);
      done += 1;
      progress?.(result, done, wanted.size);
    }
  };
  // what is under way when one fails is still written down, and nothing else is begun
  const stopping = async (): Promise<void> => {
    try {
      await work();
    } catch (error) {
      waiting.length = 0;
      throw error;
    }
  };
  const ended = await Promise.allSettled(Array.from({ length: workers }, stopping));
  for (const one of ended) if (one.status === "rejected") throw one.reason;
  return { results: [...known].flatMap(([key, result]) => (wanted.has(key) ? [result] : [])), total: wanted.size };
}

/** Results written so far; a line that a kill tore is left out. */
export function readLines<R>(file: string): readonly R[] {
  if (!existsSync(file)) return [];
  return readFileSync(file, "utf8")
    .split("\n")
    .flatMap((line) => {
      try {
        return [JSON.parse(line) as R];
      } catch {
        return [];
      }
    });
}
