import { spawn, type ChildProcess } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Configuration } from "../any-stack/configuration";
import { findTerraform, isolatedEnvironment } from "../any-stack/terraform-program";
import { type TimedGraph } from "../any-stack/timed-graph";
import { type Fault, FAULTS_VARIABLE } from "../faults/fault";
import { Ledger, type Strike } from "../faults/ledger";
import { type SimulatedProvider } from "../install";
import { type Provider } from "../plugin/provider";
import { type SimulatedClock } from "../time/simulated-clock";
import { putTornStateAside } from "../torn-state";
import { type HostedProviders } from "./hosted-providers";
import { isBusy } from "./is-busy";
import { type Outcome } from "./outcome";
import { ownProcess, refuseWhenStopped } from "./stopped";

/** A stack in a workspace. Plain data. */
export interface WorkspaceStack {
  readonly name: string;
  /** Where Terraform runs, relative to the workspace. */
  readonly folder: string;
  /** What Terraform reads there. */
  readonly configuration: Configuration;
  readonly providers: readonly SimulatedProvider[];
  readonly timing: TimedGraph;
}

/** Commands that run until they are done take no answer. */
const QUIET = ["-no-color", "-input=false"] as const;

/** How long a state's lock may take to be held, in milliseconds. */
const LOCK_LIMIT = 120_000;

/**
 * Terraform spends a third of a small command on collecting garbage; a rehearsal runs thousands of them on a machine with memory to
 * spare. https://pkg.go.dev/runtime#hdr-Environment_Variables
 */
const GARBAGE_COLLECTION = "400";

/** A directory with stacks, their states and one simulated cloud, in which real Terraform runs. */
export class RehearsalWorkspace {
  /** The simulated cloud of all stacks. */
  public readonly cloud: string;

  /** Put around each hosted provider, nearest to Terraform. */
  public around: ((provider: Provider) => Provider) | undefined;
  /** Lets changes take the cloud's time. */
  public clock: SimulatedClock | undefined;

  /**
   * @param stacks in the order in which they are deployed
   * @param hosted serves the commands; without it, Terraform starts a process for each provider, as it does for everybody
   */
  public constructor(
    public readonly directory: string,
    public readonly stacks: readonly WorkspaceStack[],
    private readonly hosted?: HostedProviders,
  ) {
    this.cloud = join(directory, "cloud");
    mkdirSync(this.temporary, { recursive: true });
    writeFileSync(this.settings, "");
  }

  /** A workspace of its own with a real copy of every file: Terraform writes its state in place. */
  public copy(directory: string, hosted: HostedProviders | undefined = this.hosted): RehearsalWorkspace {
    cpSync(this.directory, directory, { recursive: true, verbatimSymlinks: true });
    const copy = new RehearsalWorkspace(directory, this.stacks, hosted);
    copy.around = this.around;
    copy.clock = this.clock;
    return copy;
  }

  /** The same directory, with a process for each provider. */
  public get withProcesses(): RehearsalWorkspace {
    return new RehearsalWorkspace(this.directory, this.stacks);
  }

  /** Where a stack's Terraform runs. */
  public folderOf(stack: string): string {
    return join(this.directory, this.stackOf(stack).folder);
  }

  /** Lets this fault strike from now on. */
  public arm(fault: Fault): void {
    writeFileSync(this.faults, JSON.stringify([fault]));
  }

  /** What the fault did so far. */
  public strikes(): readonly Strike[] {
    return new Ledger(this.cloud).strikesSoFar();
  }

  /** Runs a command in every stack, in the order of their dependencies, until one fails. */
  public async everywhere(command: string, ...options: readonly string[]): Promise<Outcome> {
    const order = command === "destroy" ? [...this.stacks].reverse() : this.stacks;
    const outcomes: Outcome[] = [];
    for (const { name } of order) {
      const outcome = await this.run(name, command, ...options);
      outcomes.push(outcome);
      if (outcome.code !== 0) break;
    }
    return {
      code: outcomes.at(-1)?.code ?? 0,
      output: outcomes.map(({ output }) => output).join("\n"),
      seconds: outcomes.reduce((sum, { seconds }) => sum + seconds, 0),
    };
  }

  /** Runs a command as the next deploy would: after a synth, which puts a torn state aside. */
  public run(stack: string, command: string, ...options: readonly string[]): Promise<Outcome> {
    return this.execute(stack, [command, ...QUIET, ...options], "both");
  }

  /**
   * Runs something while a second Terraform holds the first stack's lock: it has planned and waits for somebody to approve, which nobody
   * does.
   */
  public async whileLocked<T>(command: "apply" | "destroy", work: () => Promise<T>): Promise<T> {
    const [first] = command === "destroy" ? this.stacks.slice(-1) : this.stacks;
    const holder = this.start(first?.name ?? "", [command, "-no-color"]);
    let over = false;
    const done = ended(holder).finally(() => (over = true));
    // it is waited for at the end only, and may have failed before
    done.catch(() => undefined);
    let output = "";
    for (const stream of [holder.stdout, holder.stderr]) {
      stream?.on("data", (chunk: Buffer) => (output += chunk.toString("utf8")));
    }
    // whoever has ended takes no answer
    holder.stdin?.on("error", () => undefined);
    try {
      for (const end = Date.now() + LOCK_LIMIT; !output.includes("Enter a value:"); await pause(50)) {
        if (over) throw new Error(`nobody holds the lock:\n${output}`);
        if (Date.now() > end) {
          holder.kill("SIGKILL");
          throw new Error(`nobody holds the lock after ${LOCK_LIMIT / 1000} s:\n${output}`);
        }
      }
      return await work();
    } finally {
      holder.stdin?.end("no\n");
      await done;
    }
  }

  /** The objects of the simulated cloud, as `type key`, sorted. */
  public objects(): readonly string[] {
    const room = join(this.cloud, "objects");
    if (!existsSync(room)) return [];
    return readdirSync(room, { recursive: true, encoding: "utf8" })
      .map((name) => join(room, name))
      .filter((file) => statSync(file).isFile())
      .map((file) => JSON.parse(readFileSync(file, "utf8")) as { readonly type: string; readonly key: string })
      .map(({ type, key }) => `${type} ${key}`)
      .sort();
  }

  public remove(): void {
    removeDirectory(this.directory);
  }

  private stackOf(stack: string): WorkspaceStack {
    const found = this.stacks.find(({ name }) => name === stack);
    if (found === undefined) throw new Error(`the workspace has no stack '${stack}'`);
    return found;
  }

  /** Runs a command that prints something to be read: with these options alone, and its standard output alone. */
  public read(stack: string, command: string, ...options: readonly string[]): Promise<Outcome> {
    return this.execute(stack, [command, ...options], "stdout");
  }

  /** Terraform's own settings, empty: a `provider_installation` of the user's would hide the simulated providers. */
  private get settings(): string {
    return join(this.temporary, "settings.tfrc");
  }

  private async execute(stack: string, command: readonly string[], streams: "both" | "stdout"): Promise<Outcome> {
    const { hosted, cloud } = this;
    const directory = this.folderOf(stack);
    putTornStateAside(directory, this.stackOf(stack).configuration, cloud);
    const faults = existsSync(this.faults) ? this.faults : undefined;
    const began = Date.now();
    let terraform: ChildProcess | undefined;
    const kill = () => terraform?.kill("SIGKILL");
    const { around, clock } = this;
    const busy = () => isBusy(terraform?.pid);
    const reattach = hosted?.begin({ directory, cloud, faults, around, clock, kill, isBusy: busy });
    const chunks: Buffer[] = [];
    let code = -1;
    try {
      terraform = this.start(stack, command, reattach);
      terraform.stdout?.on("data", (chunk: Buffer) => chunks.push(chunk));
      terraform.stderr?.on("data", (chunk: Buffer) => streams === "both" && chunks.push(chunk));
      code = await ended(terraform);
    } finally {
      hosted?.ended(code !== -1);
    }
    // it was killed by us, which says nothing about the stack
    refuseWhenStopped();
    const output = Buffer.concat(chunks).toString("utf8");
    return { code, output, seconds: (Date.now() - began) / 1000, clock: hosted && clock?.now };
  }

  private get faults(): string {
    return join(this.directory, "faults.json");
  }

  /** Where providers put their sockets, which a killed one leaves behind. */
  private get temporary(): string {
    return join(this.directory, "t");
  }

  private start(stack: string, command: readonly string[], reattach?: string): ChildProcess {
    const env = {
      ...isolatedEnvironment(this.settings),
      CLISCALE_SANDBOX_DIR: this.cloud,
      TMPDIR: this.temporary,
      GOGC: process.env["GOGC"] ?? GARBAGE_COLLECTION,
      TF_REATTACH_PROVIDERS: reattach,
      [FAULTS_VARIABLE]: existsSync(this.faults) ? this.faults : undefined,
    };
    refuseWhenStopped();
    return ownProcess(spawn(findTerraform(), command, { cwd: this.folderOf(stack), env }), "SIGKILL");
  }
}

/** Removes a directory that processes which were just killed may still be writing to. */
export function removeDirectory(directory: string): void {
  rmSync(directory, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
}

function ended(terraform: ChildProcess): Promise<number> {
  return new Promise((done, fail) => {
    terraform.on("error", fail);
    terraform.on("close", (code) => done(code ?? -1));
  });
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((done) => setTimeout(done, milliseconds));
}
