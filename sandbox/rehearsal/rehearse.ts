import { execFileSync } from "node:child_process";
import { availableParallelism } from "node:os";
import { basename, join } from "node:path";
import { type FoundDirectory } from "../any-stack/read-directory";
import { findTerraform } from "../any-stack/terraform-program";
import { lawUses, stackReport } from "../report/collect";
import { type CampaignReport, type Finding, type MutantReport, type RehearsalReport } from "../report/report";
import { SimulatedClock } from "../time/simulated-clock";
import { type OlderVersion, prepareOlder, upgradeFrom } from "../upgrade/older-version";
import { campaignFindings, campaignReport, faultCampaign } from "./fault-campaign";
import { rehearseLife, type Life, type LifeOptions } from "./life";
import { orderCampaign, whyNoOrders } from "./order-campaign";
import { closeWorkspace, openWorkspace, type OpenedWorkspace } from "./prepare";
import { type ProtectedResource, takeProtectionOff } from "./protection";
import { runUndisturbed, type Undisturbed } from "./undisturbed";

/** What a rehearsal does, beside the life of the system. */
export interface RehearsalOptions extends LifeOptions {
  /** What the report is called. */
  readonly title: string;
  /** What is deployed before this version comes over it. @default - no upgrade is rehearsed */
  readonly older?: OlderVersion;
  /** Faults to rehearse. @default - none */
  readonly faults?: FaultChoice;
  /** Orders to take out. @default - none */
  readonly orders?: OrderChoice;
  /** How many seconds of the cloud pass in one second, so that somebody can watch. @default - none is waited for */
  readonly realTimeScale?: number;
  /** Where results of long series are kept. */
  readonly resultsDirectory: string;
  /** How many processes rehearse faults and orders side by side. @default - one for each processor */
  readonly workers?: number;
  /** Begin no other fault or order after this moment, in milliseconds since 1970. @default - go on to the end */
  readonly until?: number;
}

/** Which faults. */
export interface FaultChoice {
  /** `all`, or what draws them. */
  readonly seed: string;
  /** @default - each resource with each kind of fault */
  readonly runs?: number;
  /** @default 0 */
  readonly kills?: number;
}

/** Which orders are taken out. */
export interface OrderChoice {
  /** What draws them. */
  readonly seed: string;
  /** @default - all */
  readonly mutants?: number;
}

/**
 * Rehearses what was found with real Terraform and the simulated cloud, and tells everything that came of it.
 *
 * @throws InputError when it can't be run at all, RehearsalStopped when somebody interrupts it or a process of it is gone; whatever else
 * goes wrong later is a finding
 */
export async function rehearse(found: FoundDirectory, options: RehearsalOptions): Promise<RehearsalReport> {
  const { title, projectDirectory, parallelism, realTimeScale, say = () => undefined } = options;
  const terraform = terraformVersion();
  const opened = await openWorkspace(found, options);
  try {
    opened.workspace.clock = new SimulatedClock({ scale: realTimeScale });
    const older = options.older && (await prepareOlder(options.older, opened, options));
    const life = await rehearseLife(opened, options);
    const upgrade = older && (await upgradeFrom(older, found, opened, options));
    opened.workspace.clock = undefined;
    const laws = lawUses(opened.hosted.record);
    const alive = life.findings.length === 0;
    const series = alive ? await seriesIn(opened, life, options, say) : { findings: [] };
    return {
      title,
      created: new Date().toISOString(),
      terraform,
      stacks: opened.workspace.stacks.map((stack) => stackReport(stack, { projectDirectory, parallelism })),
      phases: [...life.phases, ...(upgrade?.phases ?? [])],
      laws,
      findings: [...life.findings, ...(upgrade?.findings ?? []), ...series.findings],
      ...(series.faults === undefined ? {} : { faults: series.faults }),
      ...(series.mutants === undefined ? {} : { mutants: series.mutants }),
      ...(upgrade?.report === undefined ? {} : { upgrade: upgrade.report }),
    };
  } finally {
    await closeWorkspace(opened);
  }
}

/** What came of long series. */
interface Series {
  readonly faults?: CampaignReport;
  readonly mutants?: MutantReport;
  readonly findings: readonly Finding[];
}

async function seriesIn(
  opened: OpenedWorkspace,
  { kept }: Life,
  options: RehearsalOptions,
  say: (line: string) => void,
): Promise<Series> {
  const { faults, orders } = options;
  if (faults === undefined && orders === undefined) return { findings: [] };
  // both destroy, and each rehearsal is measured by what a destroy leaves
  if (kept.length > 0 && !takeProtectionOff(opened.workspace, kept)) return { findings: [cannotDestroy(kept)] };
  say("an undisturbed run, which the others are measured by");
  const undisturbed = await runUndisturbed(opened);
  const struck = faults === undefined ? undefined : await faultsIn(undisturbed, faults, options, say);
  const taken = orders === undefined ? undefined : await ordersOf(undisturbed, orders, options, say);
  return {
    faults: struck?.report,
    mutants: taken?.report,
    findings: [...(struck?.findings ?? []), ...(taken?.findings ?? [])],
  };
}

async function faultsIn(
  undisturbed: Undisturbed,
  choice: FaultChoice,
  { projectDirectory, resultsDirectory, workers = availableParallelism(), until }: RehearsalOptions,
  say: (line: string) => void,
): Promise<{ readonly report: CampaignReport; readonly findings: readonly Finding[] }> {
  const plan = { ...choice, workers, until, resultsDirectory };
  const { summary, results } = await faultCampaign(undisturbed, plan, projectDirectory, (result, done, total) => {
    const more = result.moreRuns === 0 ? "" : `, ${result.moreRuns} more`;
    say(`${done}/${total} ${result.fault.id}: ${result.verdict}${more} (${result.seconds} s)`);
  });
  if (summary.done < summary.total) {
    say(`${summary.total - summary.done} faults are left; the same command goes on with them (${basename(results)})`);
  }
  return { report: campaignReport(choice.seed, summary), findings: campaignFindings(summary) };
}

async function ordersOf(
  undisturbed: Undisturbed,
  choice: OrderChoice,
  { projectDirectory, resultsDirectory, workers = availableParallelism(), until }: RehearsalOptions,
  say: (line: string) => void,
): Promise<Pick<Series, "findings"> & { readonly report?: MutantReport }> {
  const because = whyNoOrders(undisturbed);
  if (because !== undefined) return { findings: [noOrders(because)] };
  const plan = { ...choice, workers, until, resultsDirectory };
  const summary = await orderCampaign(undisturbed, plan, projectDirectory, (result, done, total) => {
    const { mutant, verdict, law, seconds } = result;
    say(`${done}/${total} ${mutant.id}: ${verdict}${law === undefined ? "" : ` by ${law}`} (${seconds} s)`);
  });
  if (summary.left > 0) say(`${summary.left} orders are left; the same command goes on with them`);
  return summary;
}

function noOrders(because: string): Finding {
  return {
    severity: "warning",
    summary: "No order was taken out",
    subject: "--orders",
    detail: `${because}. Orders are taken out of what 'cdktf synth' wrote.`,
  };
}

function cannotDestroy(kept: readonly ProtectedResource[]): Finding {
  return {
    severity: "warning",
    summary: "No fault and no order was rehearsed: what is protected can't be destroyed again",
    subject: kept[0]?.address ?? "",
    detail: [
      ...kept.map(({ address, by }) => `${address} (${by})`),
      "Only what cdktf wrote is rewritten: rehearse a copy that protects nothing.",
    ].join("\n"),
  };
}

function terraformVersion(): string {
  const [first = ""] = execFileSync(findTerraform(), ["version"], {
    encoding: "utf8",
    env: { ...process.env, CHECKPOINT_DISABLE: "1" },
    stdio: ["ignore", "pipe", "ignore"],
  }).split("\n");
  return first.replace(" v", " ");
}

/** Where results lie when nobody says otherwise. */
export function resultsDirectoryIn(projectDirectory: string): string {
  return join(projectDirectory, ".sandbox", "rehearsals");
}
