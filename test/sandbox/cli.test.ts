import { spawn } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { ComputeNetwork } from "@cdktf/provider-google/lib/compute-network";
import { ProjectService } from "@cdktf/provider-google/lib/project-service";
import { GoogleProvider } from "@cdktf/provider-google/lib/provider";
import { App, TerraformStack } from "cdktf";
import { type RehearsalReport } from "../../sandbox/report/report";
import { ROOT } from "../support/environments";
import { directoryWith, emptyDirectory, removeDirectories } from "./any-stack/directories";
import { buildSandbox } from "./terraform";

jest.setTimeout(300_000);
afterAll(removeDirectories);

const CLI = join(dirname(buildSandbox()), "cli.js");

const network = (order: string) => `
  terraform {
    required_providers {
      google = {
        source  = "hashicorp/google"
        version = "~> 6.0"
      }
    }
  }
  variable "project" {
    type = string
  }
  provider "google" {
    project = var.project
    region  = "europe-west1"
  }
  resource "google_project_service" "compute" {
    service            = "compute.googleapis.com"
    disable_on_destroy = false
  }
  resource "google_compute_network" "main" {
    name                    = "main"
    auto_create_subnetworks = false
    ${order}
  }`;

const PROJECT = { "terraform.tfvars": 'project = "p1"\n' };
const GOOD = { ...PROJECT, "main.tf": network("depends_on = [google_project_service.compute]") };

interface Ran {
  readonly code: number | null;
  readonly out: string;
  readonly errors: string;
}

/** Runs the program where the provider bindings are, with a place of its own for what it leaves. */
function run(
  args: readonly string[],
  { env = {}, then }: { env?: NodeJS.ProcessEnv; then?: (pid: number) => void } = {},
) {
  const temporary = emptyDirectory();
  const child = spawn(process.execPath, [CLI, ...args], {
    cwd: ROOT,
    env: { ...process.env, TMPDIR: temporary, ...env },
  });
  return new Promise<Ran & { readonly left: readonly string[] }>((done) => {
    let [out, errors] = ["", ""];
    child.stdout.on("data", (chunk: Buffer) => (out += chunk.toString()));
    child.stderr.on("data", (chunk: Buffer) => {
      errors += chunk.toString();
      if (then !== undefined && child.pid !== undefined && errors.includes("create\n")) then(child.pid);
    });
    child.on("close", (code) => done({ code, out, errors, left: readdirSync(temporary) }));
  });
}

/** Every file with its content's size and when it was changed. */
function listing(directory: string): readonly string[] {
  return readdirSync(directory, { recursive: true, encoding: "utf8" })
    .map((name) => [name, statSync(join(directory, name))] as const)
    .map(([name, { mtimeMs, size, mode }]) => `${name} ${mtimeMs} ${size} ${mode}`)
    .sort();
}

function reportIn(page: string): RehearsalReport {
  return JSON.parse(readFileSync(page.replace(/\.html$/, ".json"), "utf8")) as RehearsalReport;
}

const page = () => join(emptyDirectory(), "report", "page.html");

const NO_TRACE = /^ +at .*[:(]\d+/m;

describe("cliscale-sandbox", () => {
  it("rehearses a directory of HCL, writes the page and changes nothing in the directory", async () => {
    const directory = directoryWith(GOOD);
    const before = listing(directory);
    const report = page();
    const { code, out, errors, left } = await run([directory, "--report", report]);
    expect([code, errors]).toEqual([0, "create\nsecond plan\ndestroy\n"]);
    expect(out).toContain("The whole report: ");
    expect(readFileSync(report, "utf8")).toContain("<!doctype html>");
    expect(reportIn(report)).toMatchObject({
      terraform: expect.stringMatching(/^(Terraform|OpenTofu) \d+\.\d+\.\d+$/) as string,
      findings: [],
      phases: [
        { name: "create", ok: true, result: "2 added, 0 changed, 0 destroyed" },
        { name: "second plan", ok: true, result: "no changes" },
        { name: "destroy", ok: true, result: "2 destroyed" },
      ],
    });
    expect(listing(directory)).toEqual(before);
    expect(left).toEqual([]);
  });

  it("rehearses what cdktf wrote, faults too, and prints nothing but JSON when asked to", async () => {
    const outdir = join(emptyDirectory(), "out");
    const app = new App({ outdir, skipValidation: true });
    const stack = new TerraformStack(app, "network");
    new GoogleProvider(stack, "google", { project: "p1" });
    const api = new ProjectService(stack, "compute", { service: "compute.googleapis.com", disableOnDestroy: false });
    new ComputeNetwork(stack, "main", { name: "main", autoCreateSubnetworks: false, dependsOn: [api] });
    app.synth();
    const before = listing(outdir);
    const arguments_ = [outdir, "--json", "--faults", "1", "--runs", "1", "--workers", "1", "--report", page()];
    const { code, out, errors, left } = await run(arguments_);
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ title: "out", findings: [], faults: { seed: "1", total: 1, done: 1 } });
    expect(errors).toContain("an undisturbed run, which the others are measured by\n");
    expect(errors).not.toMatch(NO_TRACE);
    expect(listing(outdir)).toEqual(before);
    expect(left).toEqual([]);
  });

  it("ends with 1 and says what the cloud refuses, and by which law", async () => {
    const report = page();
    const directory = directoryWith({ ...PROJECT, "main.tf": network("") });
    const { code, out, errors, left } = await run([directory, "--report", report]);
    expect(code).toBe(1);
    expect(out).toContain("google_compute_network.main");
    expect(errors).not.toMatch(NO_TRACE);
    expect(reportIn(report).findings[0]?.detail).toContain(
      "The law api-enabled: An API answers only where it is enabled.",
    );
    expect(left).toEqual([]);
  });

  it("says that nothing was rehearsed with faults where what is protected stands", async () => {
    const kept = "lifecycle {\n prevent_destroy = true\n }\n depends_on = [google_project_service.compute]";
    const report = page();
    const directory = directoryWith({ ...PROJECT, "main.tf": network(kept) });
    const { code, errors } = await run([directory, "--faults", "1", "--report", report]);
    expect([code, errors]).toEqual([0, "create\nsecond plan\ndestroy while protected\n"]);
    expect(reportIn(report).findings).toEqual([
      {
        severity: "warning",
        summary: "No fault and no order was rehearsed: what is protected can't be destroyed again",
        subject: "google_compute_network.main",
        detail:
          "google_compute_network.main (prevent_destroy)\n" +
          "Only what cdktf wrote is rewritten: rehearse a copy that protects nothing.",
      },
    ]);
  });

  const understood = "The command line can't be understood:";

  it.each<[string, () => readonly string[], string]>([
    ["no directory", () => [], `${understood}\n- it names no directory; name one: cliscale-sandbox <dir>`],
    ["two directories", () => ["a", "b"], "- it names 2 directories (a, b); name one: cliscale-sandbox <dir>"],
    [
      "a mistake in each option",
      () => ["a", "--workers", "0", "--nope", "--report"],
      `${understood}\n- there is no option --nope; --help lists those that there are\n- --report needs a value behind it\n` +
        "- --workers is '0'; it must be a whole number from 1 on",
    ],
    ["a directory that is not there", () => ["/nowhere"], "The sandbox cannot read /nowhere:\n- it is no directory"],
    ["a directory of nothing", () => [emptyDirectory()], "it has neither *.tf nor *.tf.json"],
    ["a variable without a value", () => [directoryWith({ "main.tf": GOOD["main.tf"] })], "The sandbox cannot run "],
    [
      "what Terraform can't initialize",
      () => [directoryWith({ ...GOOD, "version.tf": 'terraform {\n required_version = "< 1.0"\n}' })],
      "Terraform can't initialize what is rehearsed:\n- Error: Unsupported Terraform Core version",
    ],
    [
      "a list of what exists that is none",
      () => [directoryWith(GOOD), "--outside", join(directoryWith({ "o.json": "{}" }), "o.json")],
      "- the file holds no list",
    ],
  ])("refuses %s with exit code 2 and no stack trace", async (_what, args, message) => {
    const { code, out, errors, left } = await run(args());
    expect([code, out]).toEqual([2, ""]);
    expect(errors).toContain(message);
    expect(errors).not.toMatch(NO_TRACE);
    expect(left).toEqual([]);
  });

  it("says how to get Terraform when there is none", async () => {
    const env = { TERRAFORM_BINARY_NAME: "no-such-terraform" };
    const { code, out, errors, left } = await run([directoryWith(GOOD)], { env });
    expect([code, out, left]).toEqual([2, "", []]);
    expect(errors).toBe(
      "The sandbox has nothing to run a configuration with:\n- 'no-such-terraform' was not found: it is neither in .tools/bin nor on " +
        "PATH; correct TERRAFORM_BINARY_NAME, or unset it\n",
    );
  });

  it("prints the summary, and ends with 2, when the page can't be written", async () => {
    const file = join(directoryWith({ file: "" }), "file", "page.html");
    const { code, out, errors } = await run([directoryWith(GOOD), "--report", file]);
    expect(code).toBe(2);
    expect(out).toContain("create");
    expect(errors).toMatch(/The report can't be written:\n- .*; name another file with --report/);
    expect(errors).not.toMatch(NO_TRACE);
  });

  it("explains itself", async () => {
    const { code, out } = await run(["--help"]);
    expect(code).toBe(0);
    expect(out).toContain("cliscale-sandbox <dir> [options]");
    expect(out).toContain("Exit code: 0 all went as it should, 1 there are findings, 2 it could not be run.");
  });

  it.each([
    ["SIGINT", 130],
    ["SIGTERM", 143],
  ] as const)("leaves nothing behind when it is ended by %s", async (signal, exitCode) => {
    let sent = false;
    const then = (pid: number) => {
      if (!sent) process.kill(pid, signal);
      sent = true;
    };
    const { code, out, errors, left } = await run([directoryWith(GOOD), "--report", page()], { then });
    expect([code, out]).toEqual([exitCode, ""]);
    expect(errors).toContain(`Stopped by ${signal}`);
    expect(errors).not.toMatch(NO_TRACE);
    expect(left).toEqual([]);
  });

  it("keeps the settings of whoever runs it out", async () => {
    const home = directoryWith({ ".terraformrc": "provider_installation {\n direct {}\n}" });
    const cache = join(home, "cache");
    mkdirSync(cache);
    const env = { HOME: home, TF_PLUGIN_CACHE_DIR: cache, TF_WORKSPACE: "other", TF_CLI_ARGS_apply: "-refresh=false" };
    const { code } = await run([directoryWith(GOOD), "--report", page()], { env });
    expect(code).toBe(0);
    expect(readdirSync(cache)).toEqual([]);
    expect(existsSync(join(home, ".terraform.d"))).toBe(false);
  });
});
