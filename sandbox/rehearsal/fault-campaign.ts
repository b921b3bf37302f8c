import { createHash } from "node:crypto";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { rehearseAll, type Summary } from "../faults/campaign";
import { everyResourceAndKind, killPoints, sample, singleFaults } from "../faults/enumerate";
import { type Fault } from "../faults/fault";
import { type Result } from "../faults/rehearse-fault";
import { type CampaignReport, type Finding } from "../report/report";
import { type Undisturbed } from "./undisturbed";
import { Workers } from "./workers";

/** Which faults are rehearsed, and how. */
export interface FaultPlan {
  /** `all` for every single fault; else each resource meets each kind of fault once, in a variant and an order that the seed draws. */
  readonly seed: string;
  /** No more than so many single faults. @default - all that the seed stands for */
  readonly runs?: number;
  /** At how many points everything is killed with SIGKILL, with a process for each provider. @default 0 */
  readonly kills?: number;
  /** Where results are kept, so that a series goes on where it was stopped. */
  readonly resultsDirectory: string;
  /** @default 1 */
  readonly workers?: number;
  /** Begin no other one after this moment, in milliseconds since 1970. @default - go on to the end */
  readonly until?: number;
  /** The compiled `worker.js`. @default - the one beside this file */
  readonly worker?: string;
}

/** The faults of a plan, in the order in which they are rehearsed. */
export function faultsOf(
  { stacks, changes }: Undisturbed,
  { seed, runs = Infinity, kills = 0 }: FaultPlan,
): readonly Fault[] {
  const single = stacks.flatMap(({ configuration }) =>
    seed === "all" ? singleFaults(configuration) : everyResourceAndKind(configuration, seed),
  );
  // the lock is the whole system's, whatever the number of its stacks
  const once = [...new Map(single.map((fault) => [fault.id, fault])).values()];
  return [...sample(killPoints(changes), seed, kills), ...sample(once, seed, Math.min(runs, once.length))];
}

/** Rehearses the faults of a plan with several processes, and goes on where an earlier series of the same stacks was stopped. */
export async function faultCampaign(
  undisturbed: Undisturbed,
  plan: FaultPlan,
  projectDirectory: string,
  progress: (result: Result, done: number, total: number) => void,
): Promise<{ readonly summary: Summary; readonly results: string }> {
  const { workers: count = 1, until, resultsDirectory } = plan;
  const faults = faultsOf(undisturbed, plan);
  mkdirSync(resultsDirectory, { recursive: true });
  const results = join(resultsDirectory, `faults-${digestOf(undisturbed)}.jsonl`);
  const workers = await Workers.start(count, undisturbed, projectDirectory, plan.worker);
  try {
    const rehearse = (fault: Fault) => workers.rehearseFault(fault, { withProcesses: isKillPoint(fault) });
    const summary = await rehearseAll(faults, rehearse, { results, progress, until, workers: count });
    return { summary, results };
  } finally {
    workers.close();
  }
}

/** What a report says of a series. */
export function campaignReport(seed: string, { total, results }: Summary): CampaignReport {
  const kinds = [...new Set(results.map(kindOf))].sort().map((kind) => {
    const own = results.filter((result) => kindOf(result) === kind);
    return { kind, recovered: own.filter(({ verdict }) => verdict === "recovered").length, done: own.length };
  });
  const most = Math.max(0, ...results.map(({ moreRuns }) => moreRuns));
  const moreRuns = Array.from({ length: most + 1 }, (_, runs) => results.filter((one) => one.moreRuns === runs).length);
  return { seed, total, done: results.length, kinds, moreRuns };
}

/** Everything that did not recover. */
export function campaignFindings({ findings }: Summary): readonly Finding[] {
  return findings.map(({ fault, verdict, errors, missing, extra }) => ({
    severity: "error",
    summary: `After ${fault.id} the system is ${verdict}`,
    subject: fault.id,
    detail: [
      ...errors.map((texts, run) => `run ${run + 1}: ${texts.join(" ")}`),
      ...missing.map((thing) => `missing: ${thing}`),
      ...extra.map((thing) => `too much: ${thing}`),
    ].join("\n"),
  }));
}

function kindOf({ fault }: Result): string {
  return isKillPoint(fault) ? "kill point" : fault.kind === "error" ? `error ${fault.code ?? 503}` : fault.kind;
}

function isKillPoint(fault: Fault): boolean {
  return fault.kind === "kill" && fault.type === undefined;
}

/** Results of other stacks, or of the same ones as they were before a change, tell nothing of these. */
export function digestOf({ stacks, things }: Undisturbed): string {
  const told = stacks.map(({ name, configuration }) => [name, configuration]);
  return createHash("sha256")
    .update(JSON.stringify([told, things]))
    .digest("hex")
    .slice(0, 12);
}
