import { symlinkSync } from "node:fs";
import { basename, join } from "node:path";
import { type Configuration } from "../../../sandbox/any-stack/configuration";
import { InputError } from "../../../sandbox/any-stack/input-error";
import { dialectOf, readDirectory, type ReadOptions } from "../../../sandbox/any-stack/read-directory";
import { timedGraph } from "../../../sandbox/any-stack/timed-graph";
import { directoryWith, removeDirectories } from "./directories";

afterAll(removeDirectories);

type Files = Readonly<Record<string, string | object>>;

async function rootOf(files: Files, options?: ReadOptions): Promise<Configuration> {
  const { stacks } = await readDirectory(directoryWith(files), options);
  const [root] = stacks.flatMap(({ modules }) => modules);
  if (root === undefined) throw new Error("nothing was found");
  return root.configuration;
}

async function refusal(files: Files, options?: ReadOptions): Promise<string> {
  const directory = directoryWith(files);
  const error: unknown = await readDirectory(directory, options).catch((caught: unknown) => caught);
  if (!(error instanceof InputError)) throw new Error(`no InputError: ${String(error)}`);
  expect(error.stack).toBe(error.message);
  return error.message.replaceAll(directory, "DIR");
}

describe("reading HCL", () => {
  it("gives each block as one object, by type and name", async () => {
    const configuration = await rootOf({
      "main.tf": `
        terraform {
          required_version = ">= 1.5"
          required_providers {
            google = { source = "hashicorp/google", version = "~> 6.0" }
          }
          backend "gcs" {
            bucket = "states"
          }
        }
        provider "google" {
          project = var.project
        }
        provider "google" {
          alias = "other"
        }
        variable "project" {
          type    = string
          default = "p1"
        }
        locals {
          a = 1
        }
        locals {
          b = "\${local.a}-x"
        }
        resource "google_compute_network" "main" {
          provider   = google.other
          name       = "main"
          count      = 2
          depends_on = [google_project_service.apis, module.m]
        }
        data "google_project" "this" {}
        ephemeral "random_password" "pw" {
          length = 20
        }
        output "id" {
          value = google_compute_network.main[0].id
        }
        check "health" {
          data "google_project" "checked" {}
          assert {
            condition     = true
            error_message = "never"
          }
        }
        moved {
          from = google_compute_network.old
          to   = google_compute_network.main
        }`,
    });
    expect(configuration).toEqual({
      terraform: [
        {
          required_version: ">= 1.5",
          required_providers: [{ google: { source: "hashicorp/google", version: "~> 6.0" } }],
          backend: { gcs: [{ bucket: "states" }] },
        },
      ],
      provider: { google: [{ project: "${var.project}" }, { alias: "other" }] },
      resource: {
        google_compute_network: {
          main: {
            provider: "google.other",
            name: "main",
            count: 2,
            depends_on: ["google_project_service.apis", "module.m"],
          },
        },
      },
      data: { google_project: { this: {}, checked: {} } },
      ephemeral: { random_password: { pw: { length: 20 } } },
      module: {},
      variable: { project: { type: "${string}", default: "p1" } },
      output: { id: { value: "${google_compute_network.main[0].id}" } },
      locals: { a: 1, b: "${local.a}-x" },
    });
  });

  it.each([
    ["a heredoc", 'x = <<-EOT\n    a "quote ${google_a.b.id}\n  EOT\n', ["google_a.b"]],
    ["a heredoc in a function", 'x = jsonencode(<<-EOT\n    a "quote ${google_a.b.id}\n  EOT\n  )\n', ["google_a.b"]],
    ["jsonencode", 'x = jsonencode({ "a-b" = google_a.b.id, c = [for n in var.l : n.id] })\n', ["google_a.b"]],
    ["a splat", "x = google_a.b[*].id\n", ["google_a.b"]],
    ["a condition", "x = var.on ? google_a.b.id : null\n", ["google_a.b"]],
    ["a local", "x = local.b\n", ["google_a.b"]],
    ["a provider's function", "x = provider::google::name_from_id(google_a.b.id)\n", ["google_a.b"]],
    ["a template's directive", 'x = "%{ if google_a.b.id != "" }y%{ endif }"\n', ["google_a.b"]],
    ["a comment in between", "x = concat(\n    [], # it's \"so\n    [google_a.b.id], /* } */\n  )\n", ["google_a.b"]],
    ["a block inside", "x {\n    y {\n      z = google_a.b.id\n    }\n  }\n", ["google_a.b"]],
    [
      "a dynamic block",
      'dynamic "x" {\n    for_each = google_a.b.list\n    iterator = it\n    content {\n      y = it.value.id\n      z = data.google_c.d.id\n    }\n  }\n',
      ["data.google_c.d", "google_a.b"],
    ],
    ["an escaped reference, which is text", 'x = "$${google_a.b.id}"\n', []],
  ])("finds what waits for what through %s", async (_what, body, expected) => {
    const configuration = await rootOf({
      "main.tf": `
locals {
  b = google_a.b.id
}
data "google_c" "d" {}
resource "google_a" "b" {}
resource "google_e" "f" {
  ${body}}`,
    });
    const { graph, notTimed } = timedGraph(configuration);
    expect(notTimed).toBeUndefined();
    expect(
      graph?.edges
        .filter(({ from }) => from === "google_e.f")
        .map(({ to }) => to)
        .sort(),
    ).toEqual(expected);
  });

  it.each([
    ["count", 'resource "google_a" "b" {\n  count = 2\n}', "google_a.b has count or for_each, which isn't modeled"],
    [
      "for_each",
      'resource "google_a" "b" {\n  for_each = {}\n}',
      "google_a.b has count or for_each, which isn't modeled",
    ],
  ])("says why a configuration with %s has no graph", async (_what, text, reason) => {
    expect(timedGraph(await rootOf({ "main.tf": text })).notTimed).toContain(reason);
  });

  it("says why a configuration with a module has no graph", async () => {
    const configuration = await rootOf({ "main.tf": 'module "m" {\n  source = "./m"\n}', "m/main.tf": "" });
    expect(timedGraph(configuration).notTimed).toContain("modules aren't modeled");
  });
});

describe("reading several files", () => {
  it("puts HCL and JSON together and lets overrides have their way", async () => {
    const { terraform, resource, provider, variable } = await rootOf({
      "a.tf": 'resource "google_a" "a" {\n  name = "a"\n  size = 1\n}\nprovider "google" {\n  project = "p1"\n}',
      "b.tf.json": {
        "//": "made by hand",
        terraform: { required_providers: { google: "~> 6.0", tls: "~> 4.0" }, backend: { gcs: {} } },
        resource: [{ google_a: [{ b: { name: "b", provider: "google.x" } }] }, { google_c: { d: [{}] } }],
        variable: { v: { default: null } },
      },
      "late_override.tf": 'resource "google_a" "a" {\n  name = "changed"\n}\nprovider "google" {\n  region = "r1"\n}',
      "override.tf.json": { terraform: [{ required_providers: { tls: "4.1.0" }, backend: { local: {} } }] },
      ".hidden.tf": "broken {",
      "main.tf~": "broken {",
      "notes.txt": "broken {",
    });
    expect(resource).toEqual({
      google_a: { a: { name: "changed", size: 1 }, b: { name: "b", provider: "google.x" } },
      google_c: { d: {} },
    });
    expect(provider).toEqual({ google: [{ project: "p1", region: "r1" }] });
    expect(variable).toEqual({ v: { default: null } });
    expect(terraform).toMatchObject([
      { required_providers: [{ google: "~> 6.0" }], backend: undefined },
      { required_providers: { tls: "4.1.0" }, backend: { local: {} } },
    ]);
  });

  it("reads OpenTofu's own files for OpenTofu only, in place of Terraform's of the same name", async () => {
    const files = {
      "main.tf": 'resource "google_a" "terraform" {}',
      "main.tofu": 'resource "google_a" "tofu" {}',
      "more.tofu": 'resource "google_a" "more" {}',
    };
    const names = async (options?: ReadOptions) => Object.keys((await rootOf(files, options)).resource.google_a ?? {});
    expect(await names({ dialect: "terraform" })).toEqual(["terraform"]);
    expect(await names({ dialect: "opentofu" })).toEqual(["tofu", "more"]);
    expect([undefined, "terraform", "/usr/bin/tofu", "/opt/tofu-dir/terraform"].map(dialectOf)).toEqual([
      "terraform",
      "terraform",
      "opentofu",
      "terraform",
    ]);
  });

  it("names every file that can't be read, with the place", async () => {
    const text = await refusal({
      "a.tf": 'resource "a" {',
      "b.tf": "x = ",
      "c.tf.json": "{ 1",
      "d.tf": "",
      "e.tf.json": "[]",
    });
    expect(text).toContain("The sandbox cannot read DIR:\n- ");
    expect(text).toContain("- DIR/a.tf:1,14-15: Unclosed configuration block;");
    expect(text).toContain("- DIR/b.tf:1,5-5: Missing expression;");
    expect(text).toMatch(/- DIR\/c\.tf\.json is no JSON: .*position 2/);
    expect(text).toContain("- DIR/e.tf.json holds []; it must hold one object");
    expect(text).not.toContain("d.tf:");
  });
});

describe("local modules", () => {
  it("are followed, each call by itself, also through links", async () => {
    const directory = directoryWith({
      "root/main.tf": 'module "a" {\n  source = "./a"\n}\nmodule "b" {\n  source = "../shared"\n}',
      "root/a/main.tf": 'module "inner" {\n  source = "../../shared"\n}',
      "shared/main.tf.json": { resource: { tls_private_key: { k: {} } } },
    });
    symlinkSync(join(directory, "root"), join(directory, "link"));
    const { stacks } = await readDirectory(join(directory, "link"));
    expect(stacks[0]?.name).toBe("link");
    expect(
      stacks[0]?.modules.map(({ address, configuration }) => [address, Object.keys(configuration.resource)]),
    ).toEqual([
      ["", []],
      ["module.a", []],
      ["module.a.module.inner", ["tls_private_key"]],
      ["module.b", ["tls_private_key"]],
    ]);
  });

  it("are refused all at once when they are somewhere else, missing, empty or in themselves", async () => {
    const text = await refusal({
      "main.tf": [
        ["registry", "terraform-google-modules/network/google"],
        ["git", "git::https://example.com/m.git"],
        ["gone", "./gone"],
        ["hollow", "./hollow"],
        ["looping", "./looping"],
        ["computed", "./${var.which}"],
      ]
        .map(([name, source]) => `module "${name}" {\n  source = "${source}"\n}`)
        .join("\n"),
      "hollow/README.md": "",
      "looping/main.tf": 'module "again" {\n  source = "../looping"\n}',
    });
    const network =
      "the sandbox has no network, so a module's source must be a path that begins with './' or '../': copy the module into the directory and name its path";
    const path = "correct the path, relative to the module that calls it";
    expect(text.split("\n").slice(1).sort()).toEqual([
      `- module.computed comes from "./\${var.which}"; ${network}`,
      `- module.git comes from "git::https://example.com/m.git"; ${network}`,
      `- module.gone has the source "./gone", but DIR/gone does not exist; ${path}`,
      `- module.hollow has the source "./hollow", but DIR/hollow has no configuration; ${path}`,
      '- module.looping.module.again has the source "../looping", a module that it is part of itself; name another',
      `- module.registry comes from "terraform-google-modules/network/google"; ${network}`,
    ]);
  });
});

describe("the output of cdktf", () => {
  const stack = (name: string, dependencies: readonly string[] = []) => ({
    name,
    constructPath: `app/${name}`,
    workingDirectory: `stacks/${name}`,
    synthesizedStackPath: `stacks/${name}/cdk.tf.json`,
    annotations: [],
    dependencies: dependencies.map((other) => `app/${other}`),
  });
  const json = { resource: { terraform_data: { x: {} } } };
  const output = (folder: string) => ({
    [`${folder}manifest.json`]: {
      version: "0.21.0",
      stacks: {
        top: stack("top", ["middle"]),
        middle: stack("middle", ["base"]),
        base: stack("base"),
        other: stack("other"),
      },
    },
    ...Object.fromEntries(
      ["top", "middle", "base", "other"].map((name) => [`${folder}stacks/${name}/cdk.tf.json`, json]),
    ),
  });
  const names = async (directory: string, options?: ReadOptions) =>
    (await readDirectory(directory, options)).stacks.map(({ name }) => name);

  it("gives its stacks in the order of their dependencies", async () => {
    const directory = directoryWith(output(""));
    expect(await names(directory)).toEqual(["base", "other", "middle", "top"]);
    expect(await names(directory, { stacks: ["middle"] })).toEqual(["base", "middle"]);
    expect(await names(join(directory, "stacks", "top"))).toEqual(["top"]);
  });

  it("is found from the project", async () => {
    expect(await names(directoryWith({ "cdktf.json": {}, ...output("cdktf.out/") }))).toHaveLength(4);
    expect(await names(directoryWith({ "cdktf.json": { output: "built" }, ...output("built/") }))).toHaveLength(4);
  });

  it("is found without its manifest", async () => {
    const files = Object.entries(output("")).filter(([name]) => name !== "manifest.json");
    expect(await names(directoryWith(Object.fromEntries(files)))).toEqual(["base", "middle", "other", "top"]);
  });

  it("has no stack of another name", async () => {
    expect(await refusal(output(""), { stacks: ["base", "tip"] })).toBe(
      "The sandbox cannot run all of these stacks:\n- there is no stack 'tip'; DIR has top, middle, base, other",
    );
  });

  it("is refused when it is damaged", async () => {
    expect(await refusal({ "manifest.json": "{" })).toMatch(
      /^The sandbox cannot read DIR\/manifest\.json:\n- DIR\/manifest\.json is no JSON: /,
    );
    expect(await refusal({ "cdktf.json": "[1]" })).toBe(
      "The sandbox cannot read DIR/cdktf.json:\n- DIR/cdktf.json holds [1]; it must hold one object",
    );
    expect(await refusal({ "manifest.json": { stacks: { a: stack("a"), b: stack("b") } } })).toBe(
      "The sandbox cannot read DIR:\n" +
        "- manifest.json names the stack 'a', but there is no stacks/a/cdk.tf.json; run 'cdktf synth' again\n" +
        "- manifest.json names the stack 'b', but there is no stacks/b/cdk.tf.json; run 'cdktf synth' again",
    );
  });

  it("is refused when stacks wait for each other", async () => {
    const stacks = { a: stack("a", ["b"]), b: stack("b", ["a"]) };
    const files = { "manifest.json": { stacks }, "stacks/a/cdk.tf.json": json, "stacks/b/cdk.tf.json": json };
    expect(await refusal(files)).toBe(
      "The sandbox cannot deploy these stacks in any order:\n- a, b wait for each other; take one of the references away",
    );
  });
});

describe("a directory that holds nothing to run", () => {
  const neither = "it has neither *.tf nor *.tf.json, and neither manifest.json nor stacks/*/cdk.tf.json of cdktf";

  it.each([
    ["nothing", { "README.md": "" }, "name one with a Terraform configuration, or the output of 'cdktf synth'"],
    ["configurations below it", { "live/main.tf": "" }, "there are some below it; name one of them: DIR/live"],
    [
      "a cdktf project without output",
      { "cdktf.json": {} },
      "it is a cdktf project that has no output yet: run 'cdktf synth' first",
    ],
    ["OpenTofu's files only", { "main.tofu": "" }, "its files are OpenTofu's own: export TERRAFORM_BINARY_NAME=tofu"],
    ["another program's manifest", { "manifest.json": { name: "x" } }, "name one with a Terraform configuration"],
  ])("is refused with a hint: %s", async (_what, files, hint) => {
    const text = await refusal(files, { dialect: "terraform" });
    expect(text).toContain(`The sandbox cannot read DIR:\n- ${neither}; ${hint}`);
  });

  it("is refused when it is none", async () => {
    const file = join(directoryWith({ "main.tf": "" }), "main.tf");
    await expect(readDirectory(file)).rejects.toThrow(`it is no directory; name one with a Terraform configuration`);
    expect(basename(file)).toBe("main.tf");
  });
});
