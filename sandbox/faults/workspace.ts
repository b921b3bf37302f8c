import { spawn, type ChildProcess } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { putTornStateAside } from "../torn-state";
import { type Fault, FAULTS_VARIABLE } from "./fault";
import { Ledger, type Strike } from "./ledger";

/** What a Terraform command said. */
export interface Outcome {
  /** -1 when it was killed. */
  readonly code: number;
  readonly output: string;
}

/** Commands that run until they are done take no answer. */
const QUIET = ["-no-color", "-input=false"] as const;

/** How long a state's lock may take to be held, in milliseconds. */
const LOCK_LIMIT = 120_000;

/** A directory with a stack, its state and its simulated cloud, in which real Terraform runs. */
export class RehearsalWorkspace {
  public readonly cloud: string;

  /** @param configuration the stack's Terraform JSON */
  public constructor(
    public readonly directory: string,
    private readonly configuration: object,
  ) {
    this.cloud = join(directory, "cloud");
    mkdirSync(this.temporary, { recursive: true });
  }

  /** A workspace of its own with a real copy of every file: Terraform writes its state in place. */
  public copy(directory: string): RehearsalWorkspace {
    cpSync(this.directory, directory, { recursive: true, verbatimSymlinks: true });
    return new RehearsalWorkspace(directory, this.configuration);
  }

  /** Lets this fault strike from now on. */
  public arm(fault: Fault): void {
    writeFileSync(this.faults, JSON.stringify([fault]));
  }

  /** What the fault did so far. */
  public strikes(): readonly Strike[] {
    return new Ledger(this.cloud).strikesSoFar();
  }

  /** Runs a command as the next deploy would: after a synth, which puts a torn state aside. */
  public async run(command: string, ...options: readonly string[]): Promise<Outcome> {
    putTornStateAside(this.directory, this.configuration);
    const terraform = this.start([command, ...QUIET, ...options]);
    const chunks: Buffer[] = [];
    terraform.stdout?.on("data", (chunk: Buffer) => chunks.push(chunk));
    terraform.stderr?.on("data", (chunk: Buffer) => chunks.push(chunk));
    const code = await ended(terraform);
    return { code, output: Buffer.concat(chunks).toString("utf8") };
  }

  /**
   * Runs something while a second Terraform holds the state's lock: it has planned and waits for somebody to approve, which nobody does.
   */
  public async whileLocked<T>(command: "apply" | "destroy", work: () => Promise<T>): Promise<T> {
    const holder = this.start([command, "-no-color"]);
    const done = ended(holder);
    let output = "";
    holder.stdout?.on("data", (chunk: Buffer) => (output += chunk.toString("utf8")));
    holder.stderr?.resume();
    try {
      for (const end = Date.now() + LOCK_LIMIT; !output.includes("Enter a value:"); await pause(50)) {
        if (Date.now() > end || holder.exitCode !== null) throw new Error(`nobody holds the lock:\n${output}`);
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
    rmSync(this.directory, { recursive: true, force: true });
  }

  private get faults(): string {
    return join(this.directory, "faults.json");
  }

  /** Where providers put their sockets, which a killed one leaves behind. */
  private get temporary(): string {
    return join(this.directory, "t");
  }

  private start(command: readonly string[]): ChildProcess {
    const env = {
      ...process.env,
      CLISCALE_SANDBOX_DIR: this.cloud,
      CHECKPOINT_DISABLE: "1",
      TF_IN_AUTOMATION: "1",
      TMPDIR: this.temporary,
      [FAULTS_VARIABLE]: existsSync(this.faults) ? this.faults : undefined,
    };
    return spawn("terraform", command, { cwd: this.directory, env });
  }
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
