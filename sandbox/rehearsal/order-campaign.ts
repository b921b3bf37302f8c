import { existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { rehearseMutants } from "../mutants/campaign";
import { ordersOf } from "../mutants/enumerate";
import { knowledge } from "../mutants/known-values";
import { type Equivalent, type Mutant, type MutantResult } from "../mutants/mutant";
import { rehearseUnchanged, synthesized } from "../mutants/rehearse-mutant";
import { mutantReport } from "../mutants/report";
import { sample } from "../faults/enumerate";
import { type Finding, type MutantReport } from "../report/report";
import { digestOf } from "./fault-campaign";
import { promiseFinding } from "./life";
import { type Undisturbed } from "./undisturbed";
import { Workers } from "./workers";

/** Which orders are taken out, and how. */
export interface OrderPlan {
  /** `all`, or what draws a sample. */
  readonly seed: string;
  /** No more than so many. @default - all */
  readonly mutants?: number;
  /** Where results are kept, so that a series goes on where it was stopped. */
  readonly resultsDirectory: string;
  /** @default 1 */
  readonly workers?: number;
  /** Begin no other one after this moment, in milliseconds since 1970. @default - go on to the end */
  readonly until?: number;
  /** The compiled `worker.js`. @default - the one beside this file */
  readonly worker?: string;
}

/** What came of a series. */
export interface OrderSummary {
  readonly report: MutantReport;
  readonly findings: readonly Finding[];
  /** How many were not rehearsed yet. */
  readonly left: number;
}

/**
 * Why no order can be taken out of a stack; undefined when some can. The graph is read from what cdktf wrote, and a mutant is written so.
 */
export function whyNoOrders({ stacks, empty }: Undisturbed): string | undefined {
  const reasons = stacks.flatMap(({ name, timing }) => {
    if (!existsSync(join(empty.folderOf(name), "cdk.tf.json"))) return [`${name} was not written by cdktf`];
    return timing.notTimed === undefined ? [] : [`${name}: ${timing.notTimed}`];
  });
  return reasons.length === 0 ? undefined : reasons.join("; ");
}

/** Every order of the stacks: those that can be taken out, in the order in which they are rehearsed, and those that can't. */
export function ordersIn(
  { stacks, empty }: Undisturbed,
  { seed, mutants: most = Infinity }: Pick<OrderPlan, "seed" | "mutants">,
  projectDirectory: string,
): { readonly mutants: readonly Mutant[]; readonly equivalents: readonly Equivalent[] } {
  const knows = knowledge(projectDirectory);
  const orders = stacks.map(({ name }) => ordersOf({ name, configuration: synthesized(empty, name) }, knows));
  const mutants = orders.flatMap((one) => one.mutants);
  return {
    mutants: sample(mutants, seed, Math.min(most, mutants.length)),
    equivalents: orders.flatMap(({ equivalents }) => equivalents),
  };
}

/** Takes out one order after the other, with several processes, and goes on where an earlier series of the same stacks was stopped. */
export async function orderCampaign(
  undisturbed: Undisturbed,
  plan: OrderPlan,
  projectDirectory: string,
  progress: (result: MutantResult, done: number, total: number) => void,
): Promise<OrderSummary> {
  const { workers: count = 1, until, resultsDirectory } = plan;
  const { mutants, equivalents } = ordersIn(undisturbed, plan, projectDirectory);
  const { defaultApis, broken } = await rehearseUnchanged(undisturbed);
  mkdirSync(resultsDirectory, { recursive: true });
  const workers = await Workers.start(count, undisturbed, projectDirectory, plan.worker);
  try {
    const rehearse = (mutant: Mutant) => workers.rehearseMutant(mutant, { defaultApis });
    const results = join(resultsDirectory, `orders-${digestOf(undisturbed)}.jsonl`);
    const done = await rehearseMutants(mutants, rehearse, { results, progress, until, workers: count });
    return {
      report: mutantReport(done, equivalents),
      findings: [...broken.map(promiseFinding), ...done.flatMap(survivorFinding)],
      left: mutants.length - done.length,
    };
  } finally {
    workers.close();
  }
}

/** An order that nobody minds the absence of costs time, or a law is missing. */
function survivorFinding({ mutant: { from, to }, verdict }: MutantResult): readonly Finding[] {
  if (verdict !== "survived") return [];
  const detail = `${from} waits for ${to}, and all went well without it: take the order out, or add the law that asks for it.`;
  return [{ severity: "warning", summary: "Nobody minds that an order is missing", subject: from, detail }];
}
