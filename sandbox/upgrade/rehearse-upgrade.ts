import { rmSync } from "node:fs";
import { join } from "node:path";
import { type LawRecord } from "../cloud/law-record";
import { findingsOf, resultOf, type LifeOptions } from "../rehearsal/life";
import { type Outcome } from "../rehearsal/outcome";
import { overridePreventDestroy, PREVENT_DESTROY, protectedAddresses } from "../rehearsal/protection";
import { type RehearsalWorkspace, type WorkspaceStack } from "../rehearsal/workspace";
import { type Finding, type Phase } from "../report/report";
import { describeCounts, describeLoss, judgePlan, type LostData, type PlanJudgment } from "./judge-plan";
import { leftBehindFinding, stacksLeftBehind, type StackLeftBehind } from "./left-behind";
import { parsePlan } from "./plan";

/** How an upgrade is run. */
export interface UpgradeOptions extends Pick<LifeOptions, "say" | "parallelism"> {
  /** Tells which law refused something. @default - no law is named */
  readonly record?: LawRecord;
}

/** What the newer version does to a stack. */
export interface JudgedStack extends PlanJudgment {
  readonly stack: string;
}

/** How an upgrade went. */
export interface Upgrade {
  readonly phases: readonly Phase[];
  /** Empty when everything is kept and nothing is left to do. */
  readonly findings: readonly Finding[];
  /** In the order in which they are deployed; without those that could not be planned. */
  readonly judged: readonly JudgedStack[];
  /** Stacks that the newer version does not have. */
  readonly leftBehind: readonly StackLeftBehind[];
}

const PLAN_FILE = "upgrade.plan";

/**
 * Upgrades what is deployed, stack by stack: judges each plan, applies it when nothing that holds data would be lost, and expects the
 * plans after that to be empty. Once something would be lost, nothing more is applied, and the other stacks are only planned.
 *
 * @param deployed the older version; it stays as it is
 * @param next the newer one over the same states and a copy of the same cloud, which is changed
 */
export async function rehearseUpgrade(
  deployed: RehearsalWorkspace,
  next: RehearsalWorkspace,
  options: UpgradeOptions = {},
): Promise<Upgrade> {
  // with it, Terraform plans nothing and names only the first resource that stands in the way
  overridePreventDestroy(next);
  const run = new UpgradeRun(next, stacksLeftBehind(deployed, next), options);
  for (const stack of next.stacks) {
    if (!(await run.upgrade(stack))) return run;
  }
  for (const { name } of next.stacks) {
    if (run.findings.length > 0) return run;
    await run.command(name, "plan after the upgrade", "plan", "-detailed-exitcode");
  }
  return run;
}

class UpgradeRun implements Upgrade {
  public readonly phases: Phase[] = [];
  public readonly findings: Finding[];
  public readonly judged: JudgedStack[] = [];

  public constructor(
    private readonly workspace: RehearsalWorkspace,
    public readonly leftBehind: readonly StackLeftBehind[],
    private readonly options: UpgradeOptions,
  ) {
    this.findings = leftBehind.map(leftBehindFinding);
  }

  /** @returns false when the stacks after this one can't be planned */
  public async upgrade(stack: WorkspaceStack): Promise<boolean> {
    try {
      const judgment = await this.plan(stack);
      if (judgment === undefined) return false;
      this.judged.push({ stack: stack.name, ...judgment });
      this.findings.push(...judgment.dataLost.map((lost) => lossFinding(stack.name, lost)));
      return this.findings.length > 0 || (await this.command(stack.name, "upgrade", "apply", PLAN_FILE));
    } finally {
      // a plan has secret values in it
      rmSync(join(this.workspace.folderOf(stack.name), PLAN_FILE), { force: true });
    }
  }

  /** @returns whether it went well; else there are findings */
  public async command(stack: string, name: string, verb: string, ...rest: readonly string[]): Promise<boolean> {
    const outcome = await this.run(stack, name, verb, ...rest);
    const ok = outcome.code === 0;
    this.phases.push({
      stack,
      name,
      ok,
      result: resultOf(verb, outcome),
      seconds: outcome.seconds,
      clock: outcome.clock,
    });
    if (!ok) this.findings.push(...findingsOf(name, verb, stack, outcome, this.options.record));
    return ok;
  }

  private async plan({ name: stack, configuration }: WorkspaceStack): Promise<PlanJudgment | undefined> {
    const name = "upgrade plan";
    const outcome = await this.run(stack, name, "plan", `-out=${PLAN_FILE}`);
    const { seconds } = outcome;
    if (outcome.code !== 0) {
      // it may need what a stack before it has only after its own upgrade, and that one has findings already
      const waits = this.findings.length > 0;
      const result = waits ? "not planned: the stacks before it are not upgraded" : resultOf("plan", outcome);
      this.phases.push({ stack, name, ok: waits, result, seconds });
      if (!waits) this.findings.push(...findingsOf(name, "plan", stack, outcome, this.options.record));
      return undefined;
    }
    const { code, output } = await this.workspace.read(stack, "show", "-json", PLAN_FILE);
    if (code !== 0) throw new Error(`terraform show can't read the plan that terraform has just made:\n${output}`);
    const protectedOnes = new Set(protectedAddresses(configuration, PREVENT_DESTROY));
    const judgment = judgePlan(parsePlan(output), { protectedAddresses: protectedOnes });
    this.phases.push({ stack, name, ok: true, result: describeCounts(judgment), seconds });
    return judgment;
  }

  private run(stack: string, name: string, verb: string, ...rest: readonly string[]): Promise<Outcome> {
    const { say, parallelism } = this.options;
    say?.(this.workspace.stacks.length > 1 ? `${name} ${stack}` : name);
    const options = parallelism === undefined ? [] : [`-parallelism=${parallelism}`];
    return this.workspace.run(stack, verb, ...options, ...rest);
  }
}

function lossFinding(stack: string, lost: LostData): Finding {
  const summary = `The upgrade of ${stack} does not keep ${lost.address}`;
  return { severity: "error", summary, subject: lost.address, detail: describeLoss(lost) };
}
