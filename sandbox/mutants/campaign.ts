import { rehearseSeries, type SeriesOptions } from "../series";
import { type Mutant, type MutantResult } from "./mutant";

/** Rehearses many mutants, and goes on where an earlier series of the same ones was stopped. */
export async function rehearseMutants(
  mutants: readonly Mutant[],
  rehearse: (mutant: Mutant) => Promise<MutantResult>,
  options: SeriesOptions<MutantResult>,
): Promise<readonly MutantResult[]> {
  const { results } = await rehearseSeries(
    {
      items: mutants,
      keyOf: (mutant) => JSON.stringify(mutant),
      itemOf: ({ mutant }: MutantResult) => mutant,
      rehearse,
    },
    options,
  );
  return results;
}
