import { type Parameters } from "fast-check";

/** How many random settings a run of the tests judges. The gate takes this many; a longer search sets the variable. */
const RUNS = Number(process.env.CLISCALE_PROPERTY_RUNS ?? "2000");

/** The same for every run, so that a red test is red again; another one finds other cases. */
const SEED = Number(process.env.CLISCALE_PROPERTY_SEED ?? "20261126");

/**
 * Parameters for `fc.assert`: fast-check prints seed and path when a property does not hold.
 *
 * @param share how many of the runs this property gets, 1 for all of them
 */
export function runs<Values>(share: number): Parameters<Values> {
  return { numRuns: Math.max(1, Math.ceil(RUNS * share)), seed: SEED };
}
