import { type FoundDirectory } from "../any-stack/read-directory";
import { type LawRecord } from "../cloud/law-record";
import { EventLog } from "../mutants/event-log";
import { type BrokenPromise, brokenPromises } from "../mutants/promises";
import { lawStatement } from "../report/law-statements";
import { type Finding, type Phase } from "../report/report";
import { errorsOf, type Outcome } from "./outcome";
import { nextVersion, type OpenedWorkspace, type WorkspaceOptions } from "./prepare";
import { protectedIn, type ProtectedResource, takeProtectionOff } from "./protection";
import { thingsIn, without } from "./things";
import { type RehearsalWorkspace } from "./workspace";

/** How the life of a system is rehearsed. */
export interface LifeOptions extends WorkspaceOptions {
  /** The same stacks with other settings. @default - nothing is updated */
  readonly update?: FoundDirectory;
  /** Told before each command. */
  readonly say?: (line: string) => void;
  /** `-parallelism` of Terraform. @default - Terraform's own, 10 */
  readonly parallelism?: number;
}

/** How it went. */
export interface Life {
  readonly phases: readonly Phase[];
  readonly findings: readonly Finding[];
  /** What was protected when everything stood; empty when it never did. */
  readonly kept: readonly ProtectedResource[];
}

/**
 * Lets the stacks of a workspace be created, planned again, updated and destroyed by real Terraform, and says what is not as it should
 * be: a refusal, a second plan that is not empty, something left at the end. It stops where going on makes no sense.
 */
export async function rehearseLife(opened: OpenedWorkspace, options: LifeOptions): Promise<Life> {
  const life = new LifeRun(options, opened.hosted.record);
  const deployed = opened.workspace.copy(`${opened.directory}/life`);
  const before = thingsIn(deployed);
  const log = new EventLog(deployed.cloud);
  const { around } = deployed;
  deployed.around = (provider) => log.around(around?.(provider) ?? provider);
  if (!(await life.apply(deployed, "create"))) return life;
  deployed.around = around;
  life.findings.push(...brokenPromises(log.events).map(promiseFinding));
  if (!(await life.plan(deployed, "second plan"))) return life;
  let last = deployed;
  if (options.update !== undefined) {
    last = await nextVersion(deployed, "update", options.update, opened, options);
    if (!(await life.apply(last, "update"))) return life;
    if (!(await life.plan(last, "plan after the update"))) return life;
  }
  await life.destroy(last, before);
  return life;
}

/** Something was less safe for a while than it was meant to be, although nobody refused it. */
export function promiseFinding({ promise, detail }: BrokenPromise): Finding {
  return { severity: "error", summary: "An order that safety needs is missing", subject: promise, detail };
}

class LifeRun implements Life {
  public readonly phases: Phase[] = [];
  public readonly findings: Finding[] = [];
  public kept: readonly ProtectedResource[] = [];

  public constructor(
    private readonly options: LifeOptions,
    private readonly record: LawRecord,
  ) {}

  public apply(workspace: RehearsalWorkspace, name: string): Promise<boolean> {
    return this.everywhere(workspace, name, ["apply", "-auto-approve", ...this.parallelism]);
  }

  public plan(workspace: RehearsalWorkspace, name: string): Promise<boolean> {
    return this.everywhere(workspace, name, ["plan", "-detailed-exitcode", ...this.parallelism]);
  }

  /** First as it is: what is protected has to stand. Then without the protection. */
  public async destroy(workspace: RehearsalWorkspace, before: readonly string[]): Promise<void> {
    this.kept = protectedIn(workspace);
    if (this.kept.length > 0) {
      if (!(await this.refusesToDestroy(workspace))) return;
      if (!takeProtectionOff(workspace, this.kept)) {
        const result = `not tried: ${counted(this.kept.length)} protected, and only what cdktf wrote is rewritten`;
        this.phases.push({ stack: workspace.stacks[0]?.name ?? "", name: "destroy", ok: true, result, seconds: 0 });
        return;
      }
      if (!(await this.apply(workspace, "protection taken off"))) return;
    }
    if (!(await this.everywhere(workspace, "destroy", ["destroy", "-auto-approve", ...this.parallelism]))) return;
    const left = without(thingsIn(workspace), before).filter((thing) => !neverDeleted(thing));
    if (left.length === 0) return;
    this.findings.push({
      severity: "error",
      summary: `${left.length} ${left.length === 1 ? "object is" : "objects are"} left after the destroy`,
      subject: left[0] ?? "",
      detail: `${left.join("\n")}\nWhat made them does not know of them any more: remove them by hand, or import them.`,
    });
  }

  private get parallelism(): readonly string[] {
    const { parallelism } = this.options;
    return parallelism === undefined ? [] : [`-parallelism=${parallelism}`];
  }

  /** Only the last stack that has something protected: those behind it would be in the way of the ones before. */
  private async refusesToDestroy(workspace: RehearsalWorkspace): Promise<boolean> {
    const name = "destroy while protected";
    const stack = this.kept.at(-1)?.stack ?? "";
    this.options.say?.(name);
    const { code, seconds, clock } = await workspace.run(stack, "destroy", "-auto-approve", ...this.parallelism);
    const ok = code !== 0;
    const result = ok ? `refused, as it should be: ${counted(this.kept.length)} protected` : "destroyed all the same";
    this.phases.push({ stack, name, ok, result, seconds, clock });
    if (ok) return true;
    const gone = this.kept.filter((one) => one.stack === stack).map(({ address, by }) => `${address} (${by})`);
    const detail = `Protected by their configuration, and gone: ${gone.join(", ")}`;
    this.findings.push({ severity: "error", summary: "A destroy goes past the protection", subject: name, detail });
    return false;
  }

  private async everywhere(workspace: RehearsalWorkspace, name: string, command: readonly string[]): Promise<boolean> {
    const [verb = "", ...rest] = command;
    const order = verb === "destroy" ? [...workspace.stacks].reverse() : workspace.stacks;
    for (const stack of order) {
      this.options.say?.(order.length > 1 ? `${name} ${stack.name}` : name);
      const outcome = await workspace.run(stack.name, verb, ...rest);
      const ok = outcome.code === 0;
      const { seconds, clock } = outcome;
      this.phases.push({ stack: stack.name, name, ok, result: resultOf(verb, outcome), seconds, clock });
      if (ok) continue;
      this.findings.push(...findingsOf(name, verb, stack.name, outcome, this.record));
      return false;
    }
    return true;
  }
}

function counted(resources: number): string {
  return resources === 1 ? "1 resource is" : `${resources} resources are`;
}

/** Terraform's own words where it has some: how many, or that nothing changed. */
export function resultOf(verb: string, { code, output }: Outcome): string {
  const counts = /Resources: (.*)\.$/m.exec(output)?.[1];
  if (code === 0) return verb === "plan" ? "no changes" : (counts ?? "done");
  if (verb === "plan" && code === 2) return /^Plan: (.*)\.$/m.exec(output)?.[1] ?? "changes";
  const { length } = errorsOf({ code, output });
  return `failed with ${length} ${length === 1 ? "error" : "errors"}`;
}

/**
 * What a command that did not go well means: its errors, or what a plan that had to be empty wants to do.
 *
 * @param record tells which law refused; without it no law is named
 */
export function findingsOf(
  name: string,
  verb: string,
  stack: string,
  outcome: Outcome,
  record?: LawRecord,
): readonly Finding[] {
  if (verb === "plan" && outcome.code === 2) {
    const resources = outcome.output.match(/^ {2}# .*$/gm)?.map((line) => line.trim().replace(/^# /, "")) ?? [];
    const [, outputs = ""] = outcome.output.split(/^Changes to Outputs:$/m);
    const values = [...outputs.matchAll(/^ {2}[-+~] (\S+) += /gm)].map(([, output]) => `output.${output} changes`);
    const changes = [...resources, ...values];
    return [
      {
        severity: "error",
        summary: `The ${name} of ${stack} is not empty`,
        subject: stack,
        detail: `${changes.join("\n")}\nA value that the cloud changes has to be written as the cloud has it, or ignored.`,
      },
    ];
  }
  return errorsOf(outcome).map((text) => ({
    severity: "error" as const,
    summary: `The ${name} of ${stack} fails`,
    subject: /with ([\w.[\]"-]+),/.exec(text)?.[1] ?? stack,
    detail: [text, ...lawsThatSaid(text, record)].join("\n"),
  }));
}

/** So much of a refusal's text tells it from others; Terraform's own text may be cut. */
const TELLING = 200;

function lawsThatSaid(text: string, record: LawRecord | undefined): readonly string[] {
  const said = (record?.refusals() ?? []).filter(({ message }) =>
    text.includes(message.replace(/\s+/g, " ").trim().slice(0, TELLING)),
  );
  return [...new Set(said.map(({ law }) => `The law ${law}: ${lawStatement(law)}`))];
}

/** Key rings and keys stay in Google Cloud for ever. https://cloud.google.com/kms/docs/object-hierarchy#lifetime */
function neverDeleted(thing: string): boolean {
  return /^google_kms_/.test(thing);
}
