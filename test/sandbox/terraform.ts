import { execFile, spawn, type ChildProcess } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative, resolve } from "node:path";
import { transformFileSync } from "@swc/core";
import { installProviders } from "../../sandbox/install";
import { filesBelow } from "../support/files";

export { filesBelow };

const ROOT = resolve(__dirname, "../..");
const SOURCE = join(ROOT, "sandbox");

/**
 * Compiles the sandbox for the launchers with swc, file by file and only what is newer than its result, so that `npm test` needs no build
 * before it and never runs a stale one. It lies below node_modules, where its imports are found.
 */
export function buildSandbox(): string {
  const target = join(ROOT, "node_modules", ".cache", "cliscale-sandbox", "build");
  const sources = filesBelow(SOURCE).filter((file) => file.endsWith(".ts"));
  const wanted = new Set(sources.map((file) => compiledName(file, target)));
  for (const stale of existsSync(target) ? filesBelow(target).filter((file) => !wanted.has(file)) : []) rmSync(stale);
  for (const file of sources) {
    const result = compiledName(file, target);
    if ((statSync(result, { throwIfNoEntry: false })?.mtimeMs ?? 0) > statSync(file).mtimeMs) continue;
    const { code } = transformFileSync(file, {
      swcrc: false,
      jsc: { parser: { syntax: "typescript" }, target: "es2022" },
      module: { type: "commonjs", ignoreDynamic: true },
    });
    mkdirSync(dirname(result), { recursive: true });
    // whole under another name first: providers of another test may be starting, and a copied folder may share the file
    writeFileSync(`${target}.${process.pid}`, code);
    renameSync(`${target}.${process.pid}`, result);
  }
  return join(target, "main.js");
}

function compiledName(file: string, target: string): string {
  return join(target, relative(SOURCE, file)).replace(/\.ts$/, ".js");
}

/** What a Terraform command said. */
export interface Outcome {
  readonly code: number;
  /** Both streams, without the frames around messages, so that texts can be compared. */
  readonly output: string;
  /** Both streams as they were. */
  readonly raw: string;
}

/** A directory in which real Terraform runs with the simulated providers. */
export class Workspace {
  public readonly cloud: string;

  /**
   * @param directory where Terraform runs; by default an empty one, for {@link write}
   * @param cloud where the simulated cloud is; by default below the directory
   * @param program what runs the configuration
   */
  public constructor(
    private readonly main: string,
    public readonly directory: string = realpathSync(mkdtempSync(join(tmpdir(), "sandbox-test-"))),
    cloud?: string,
    private readonly program: string = "terraform",
  ) {
    this.cloud = cloud ?? join(directory, "cloud");
  }

  /** Replaces the configuration. */
  public write(config: object): void {
    writeFileSync(join(this.directory, "main.tf.json"), JSON.stringify(config, null, 2));
    installProviders(this.directory, config, { main: this.main, projectDirectory: ROOT });
  }

  /** Serves what a synthesized stack in the directory requires. */
  public serve(): void {
    const synthesized = JSON.parse(readFileSync(join(this.directory, "cdk.tf.json"), "utf8")) as object;
    installProviders(this.directory, synthesized, { main: this.main, projectDirectory: ROOT });
  }

  public async init(): Promise<void> {
    const { code, output } = await this.run("init");
    if (code !== 0) throw new Error(output);
  }

  public run(...args: readonly string[]): Promise<Outcome> {
    return new Promise((done) => {
      execFile(this.program, arguments_(args), this.options(), (error, stdout, stderr) => {
        const code = error === null ? 0 : typeof error.code === "number" ? error.code : 1;
        done({ code, output: plain(stdout + stderr), raw: stdout + stderr });
      });
    });
  }

  /** Starts a command without waiting for its end. */
  public start(...args: readonly string[]): ChildProcess {
    return spawn(this.program, arguments_(args), { ...this.options(), stdio: "ignore" });
  }

  /** The objects of the simulated cloud, as `type key`. */
  public objects(): readonly string[] {
    return filesBelow(join(this.cloud, "objects"))
      .map((file) => JSON.parse(readFileSync(file, "utf8")) as { readonly type: string; readonly key: string })
      .map(({ type, key }) => `${type} ${key}`)
      .sort();
  }

  /** Every file that may hold a secret by mistake: state, plans and the whole cloud. */
  public artifacts(): readonly string[] {
    const own = readdirSync(this.directory).filter((name) => /tfstate|\.plan$/.test(name));
    return [...own.map((name) => join(this.directory, name)), ...filesBelow(this.cloud)];
  }

  public remove(): void {
    rmSync(this.directory, { recursive: true, force: true });
  }

  private options() {
    const env = { ...process.env, CLISCALE_SANDBOX_DIR: this.cloud, TF_IN_AUTOMATION: "1", CHECKPOINT_DISABLE: "1" };
    return { cwd: this.directory, env, maxBuffer: 64 * 1024 * 1024 };
  }
}

/** Commands that would otherwise ask. */
const NO_INPUT: ReadonlySet<string> = new Set(["init", "plan", "apply", "destroy", "import"]);

function arguments_([command = "", ...rest]: readonly string[]): string[] {
  const quiet = NO_INPUT.has(command) ? ["-input=false"] : [];
  return [command, ...(command === "state" ? [] : ["-no-color"]), ...quiet, ...rest];
}

function plain(output: string): string {
  return output.replace(/[│╷╵]/g, " ").replace(/\s+/g, " ");
}
