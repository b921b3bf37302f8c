import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DEFAULT_APIS_VARIABLE } from "../cloud/apis";
import { type LawRecord } from "../cloud/law-record";
import { LawRefusal } from "../cloud/law-refusal";
import { errorsOf, must, type Outcome } from "../rehearsal/outcome";
import { thingsIn, without } from "../rehearsal/things";
import { type Undisturbed } from "../rehearsal/undisturbed";
import { type RehearsalWorkspace } from "../rehearsal/workspace";
import { Adversary } from "./adversary";
import { deployedValues, ephemeralConfigurations, valueIn } from "./deployed-values";
import { behind } from "./enumerate";
import { EventLog } from "./event-log";
import { type Mutant, type MutantResult } from "./mutant";
import { ObjectFinder } from "./object-finder";
import { type BrokenPromise, brokenPromises } from "./promises";
import { withoutOrder } from "./without-order";

/** How mutants are rehearsed. */
export interface MutantOptions {
  /** Of the providers that serve the workspaces: it tells which law refused. */
  readonly record: LawRecord;
  /** Whether projects have APIs that nobody asked for. What {@link rehearseUnchanged} found is right. @default "usual" */
  readonly defaultApis?: DefaultApis;
  /** How long nothing may happen until `to` is let go, in milliseconds. @default 1500 */
  readonly quiet?: number;
}

/** `none` as in a project that automation made, the stricter case; `usual` as in one that somebody made by hand. */
export type DefaultApis = "none" | "usual";

/** The stack as it is, in the circumstances in which its mutants are rehearsed. */
export interface Unchanged {
  /** The strictest that the stack deploys in. */
  readonly defaultApis: DefaultApis;
  /** Promises that the stack itself does not keep: findings, and no mutant is killed by them. */
  readonly broken: readonly BrokenPromise[];
}

/** Terraform's own limit would let what is held keep others from starting. */
const PARALLELISM = "-parallelism=50";

/** Longest text of a refusal that is kept: a release says all that its pods lack. */
const LONGEST = 1000;

/** What stopped a command. */
interface Stop {
  readonly law: string;
  readonly detail: string;
}

/**
 * Deploys a stack without one order, in the worst order that Terraform may then take, and destroys it again. Somebody has to object: a
 * law of the cloud, a check of the cluster, or a promise that the stack makes.
 */
export async function rehearseMutant(base: Undisturbed, mutant: Mutant, options: MutantOptions): Promise<MutantResult> {
  const began = Date.now();
  const workspace = base.empty.copy(mkdtempSync(join(base.directory, "m-")));
  try {
    const judged = await withDefaultApis(options.defaultApis ?? "usual", () => judge(base, mutant, workspace, options));
    return { mutant, ...judged, seconds: Math.round((Date.now() - began) / 100) / 10 };
  } finally {
    workspace.remove();
  }
}

/** A synthesized stack of a workspace, as it was written. */
export function synthesized(workspace: RehearsalWorkspace, stack: string): object {
  return JSON.parse(readFileSync(fileOf(workspace, stack), "utf8")) as object;
}

function fileOf(workspace: RehearsalWorkspace, stack: string): string {
  return join(workspace.folderOf(stack), "cdk.tf.json");
}

/**
 * Deploys and destroys the stacks as they are: what refuses them refuses no mutant for its sake.
 *
 * @throws Error when they don't deploy even in the usual circumstances
 */
export async function rehearseUnchanged(base: Undisturbed): Promise<Unchanged> {
  for (const defaultApis of ["none", "usual"] as const) {
    const workspace = base.empty.copy(mkdtempSync(join(base.directory, "u-")));
    const log = new EventLog(workspace.cloud);
    workspace.around = log.around;
    try {
      const done = await withDefaultApis(defaultApis, async () => {
        const applied = await workspace.everywhere("apply", "-auto-approve", PARALLELISM);
        return applied.code !== 0 ? applied : workspace.everywhere("destroy", "-auto-approve", PARALLELISM);
      });
      if (defaultApis === "usual") must(done);
      if (done.code === 0) return { defaultApis, broken: brokenPromises(log.events) };
    } finally {
      workspace.remove();
    }
  }
  throw new Error("the stacks deploy in no circumstances");
}

async function withDefaultApis<T>(defaultApis: DefaultApis, work: () => Promise<T>): Promise<T> {
  const before = process.env[DEFAULT_APIS_VARIABLE];
  if (defaultApis === "none") process.env[DEFAULT_APIS_VARIABLE] = "none";
  try {
    return await work();
  } finally {
    if (before === undefined) delete process.env[DEFAULT_APIS_VARIABLE];
    else process.env[DEFAULT_APIS_VARIABLE] = before;
  }
}

type Judged = Omit<MutantResult, "mutant" | "seconds">;

async function judge(
  base: Undisturbed,
  mutant: Mutant,
  workspace: RehearsalWorkspace,
  { record, quiet }: MutantOptions,
): Promise<Judged> {
  const { stack, from, to } = mutant;
  const configuration = synthesized(workspace, stack);
  const values = deployedValues(base.deployed.folderOf(stack));
  const mutated = withoutOrder(configuration, mutant, valueIn(values));
  writeFileSync(fileOf(workspace, stack), JSON.stringify(mutated, null, 2));

  const finder = new ObjectFinder(new Map([...values, ...ephemeralConfigurations(configuration, values)]));
  const log = new EventLog(workspace.cloud);
  record.clear();
  let stop: Stop | undefined;
  const adversary = (): Adversary => {
    const made = new Adversary({
      from,
      to,
      behind: behind(configuration, mutant),
      finder,
      quiet,
      refused: (error) => {
        stop ??= lawOf(error, record);
        return stop !== undefined;
      },
    });
    workspace.around = (provider) => made.around(log.around(provider));
    return made;
  };
  const brokenPromise = (): Stop | undefined => {
    const [broken] = brokenPromises(log.events);
    return broken === undefined ? undefined : { law: broken.promise, detail: broken.detail };
  };

  const making = adversary();
  const applied = await workspace.everywhere("apply", "-auto-approve", PARALLELISM);
  const made = { phase: "create", create: making.order } as const;
  if (applied.code !== 0) return ended(made, stop, applied);
  const late = brokenPromise();
  if (late !== undefined) return { ...made, verdict: "killed", ...late };

  workspace.around = undefined;
  const planned = await workspace.everywhere("plan", "-detailed-exitcode");
  if (planned.code !== 0) return ended({ ...made, phase: "plan" }, undefined, planned);

  const deleting = adversary();
  const destroyed = await workspace.everywhere("destroy", "-auto-approve", PARALLELISM);
  const gone = { phase: "destroy", create: making.order, destroy: deleting.order } as const;
  if (destroyed.code !== 0) return ended(gone, stop, destroyed);
  const early = brokenPromise();
  if (early !== undefined) return { ...gone, verdict: "killed", ...early };
  const left = without(thingsIn(workspace), base.remains);
  if (left.length > 0) return { ...gone, verdict: "error", detail: `left behind: ${left.join(", ")}` };
  return { ...gone, verdict: "survived", detail: "deployed, planned empty and destroyed, and nobody minded" };
}

function ended(
  where: Pick<MutantResult, "phase" | "create" | "destroy">,
  stop: Stop | undefined,
  outcome: Outcome,
): Judged {
  if (stop !== undefined) return { ...where, verdict: "killed", ...stop };
  return { ...where, verdict: "error", detail: errorsOf(outcome).join("\n") };
}

/** The law behind a refusal; undefined when it was none, such as a defect of the sandbox. */
function lawOf(error: Error, record: LawRecord): Stop | undefined {
  if (error instanceof LawRefusal) {
    const [first] = error.diagnostics;
    const detail = [error.message, first?.detail ?? ""].filter((part) => part !== "").join("\n");
    return { law: error.law, detail: detail.slice(0, LONGEST) };
  }
  const refusal = record.refusals().find(({ message }) => message === error.message);
  return refusal === undefined ? undefined : { law: refusal.law, detail: refusal.message };
}
