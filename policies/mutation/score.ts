import { survivesIn, type Outcome } from "./run";

/** How many mutants were found. */
export interface Score {
  readonly killed: number;
  readonly total: number;
}

export function scoreOf(outcomes: readonly Outcome[]): Score {
  return { killed: outcomes.filter((outcome) => survivesIn(outcome).length === 0).length, total: outcomes.length };
}

/** The score of each area or type, by name. */
export function scoresBy(
  outcomes: readonly Outcome[],
  key: "area" | "type",
): readonly (Score & { readonly name: string })[] {
  const names = [...new Set(outcomes.map((outcome) => outcome[key]))].sort();
  return names.map((name) => ({ name, ...scoreOf(outcomes.filter((outcome) => outcome[key] === name)) }));
}

/** True when at least this share was found. No mutants prove nothing. */
export const reaches = ({ killed, total }: Score, percent: number): boolean =>
  total > 0 && killed * 100 >= percent * total;

/** Rounded down, so that it never says more than was found. */
export const percentOf = ({ killed, total }: Score): string =>
  total === 0 ? "no mutants" : `${(Math.floor((killed * 1000) / total) / 10).toFixed(1)} %`;
