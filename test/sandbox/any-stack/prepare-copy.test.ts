import { readFileSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { InputError } from "../../../sandbox/any-stack/input-error";
import { prepareCopy, type PreparedStack } from "../../../sandbox/any-stack/prepare-copy";
import { readDirectory } from "../../../sandbox/any-stack/read-directory";
import { contentOf, directoryWith, emptyDirectory, removeDirectories } from "./directories";

afterAll(removeDirectories);

const ROOT = resolve(__dirname, "../../..");
const OVERRIDE = "zzz_cliscale_sandbox_override.tf.json";

async function prepared(
  directory: string,
  environment: NodeJS.ProcessEnv = {},
): Promise<{ readonly target: string; readonly stacks: readonly PreparedStack[] }> {
  const target = emptyDirectory();
  const found = await readDirectory(directory);
  const stacks = await prepareCopy(found, { target, projectDirectory: ROOT, main: join(ROOT, "main.js"), environment });
  return { target, stacks };
}

async function refusal(directory: string): Promise<readonly string[]> {
  const error: unknown = await prepared(directory).catch((caught: unknown) => caught);
  if (!(error instanceof InputError)) throw new Error(`no InputError: ${String(error)}`);
  return error.problems.map((problem) => problem.replaceAll(directory, "DIR"));
}

/** What was copied, without the launchers. */
function copied(directory: string): readonly string[] {
  return Object.keys(contentOf(directory)).filter((file) => !file.includes("terraform.d/"));
}

describe("prepareCopy", () => {
  it("copies what belongs to the configuration and nothing of earlier runs, and leaves the original alone", async () => {
    const directory = directoryWith({
      "main.tf": 'resource "random_id" "r" {\n  byte_length = 4\n}',
      "terraform.tfvars": "",
      "templates/x.tftpl": "x",
      ".terraform/providers/x": "",
      "modules/a/.terraform/x": "",
      ".terraform.lock.hcl": "",
      "terraform.tfstate": "{}",
      "terraform.tfstate.backup": "{}",
      "errored.tfstate": "{}",
      ".terraform.tfstate.lock.info": "",
      "terraform.d/plugins/registry.terraform.io/hashicorp/random/1.0.0/linux_amd64/x": "",
      ".git/HEAD": "",
      "node_modules/x/main.tf": "",
      "cdktf.out/manifest.json": "{}",
    });
    const before = contentOf(directory);
    const { target, stacks } = await prepared(directory);
    expect(copied(target)).toEqual(["main.tf", "templates/x.tftpl", "terraform.tfvars", OVERRIDE]);
    expect(contentOf(directory)).toEqual(before);
    expect(
      stacks.map(({ workingDirectory, providers }) => [workingDirectory, providers.map(({ name }) => name)]),
    ).toEqual([[target, ["random"]]]);
    expect(
      Object.keys(contentOf(join(target, "terraform.d"))).filter((file) => file.includes("linux_amd64")),
    ).toHaveLength(2);
  });

  it("keeps the state beside it, whatever the backend was", async () => {
    const directory = directoryWith({
      "main.tf": 'terraform {\n  backend "gcs" {\n    bucket = "b"\n  }\n}',
      "override.tf": 'terraform {\n  cloud {\n    organization = "o"\n  }\n}',
    });
    const { target, stacks } = await prepared(directory);
    const local = { backend: { local: { path: "terraform.tfstate" } } };
    expect(JSON.parse(readFileSync(join(target, OVERRIDE), "utf8"))).toEqual({ terraform: local });
    // the last one in the order of their names has its way
    expect(copied(target).at(-1)).toBe(OVERRIDE);
    const settings = stacks[0]?.configuration.terraform ?? [];
    expect(settings.filter(({ backend, cloud }) => backend !== undefined || cloud !== undefined)).toEqual([local]);
  });

  it("copies modules from outside to where the configuration looks for them", async () => {
    const directory = directoryWith({
      "live/app/main.tf": 'module "a" {\n  source = "../../modules/a"\n}',
      "live/other/main.tf": "",
      "modules/a/main.tf": 'module "b" {\n  source = "../b"\n}',
      "modules/b/main.tf": "",
      "modules/c/main.tf": "",
    });
    const { target, stacks } = await prepared(join(directory, "live", "app"));
    expect(stacks.map(({ workingDirectory }) => relative(target, workingDirectory))).toEqual(["live/app"]);
    expect(copied(target)).toEqual([
      "live/app/main.tf",
      `live/app/${OVERRIDE}`,
      "modules/a/main.tf",
      "modules/b/main.tf",
    ]);
  });

  it("names every variable without a value, and takes values from all places where Terraform looks", async () => {
    const names = ["a", "b", "c", "d", "e", "f", "g"];
    const directory = directoryWith({
      "main.tf": names.map((name) => `variable "${name}" {}`).join("\n") + '\nvariable "h" {\n  default = null\n}',
      "terraform.tfvars": 'a = "1"',
      "terraform.tfvars.json": { b: "1" },
      "more.auto.tfvars": "c = [1]",
      "more.auto.tfvars.json": { d: {} },
      "prod.tfvars": "f = 1",
    });
    const text = (name: string) =>
      `variable '${name}' has no default and no value; write '${name} = …' into DIR/terraform.tfvars, or export TF_VAR_${name}=…`;
    expect(await refusal(directory)).toEqual(["e", "f", "g"].map(text));
    expect((await prepared(directory, { TF_VAR_e: "", TF_VAR_f: "1", TF_VAR_g: "1" })).stacks).toHaveLength(1);
  });

  it("names everything at once that keeps a stack from running", async () => {
    const directory = directoryWith({
      "main.tf":
        'variable "a" {}\nresource "aws_vpc" "v" {}\ndata "terraform_remote_state" "base" {\n  backend = "gcs"\n  config = {\n    bucket = "b"\n  }\n}',
      "terraform.tfvars": "x = ",
    });
    expect(await refusal(directory)).toEqual([
      expect.stringContaining("DIR: aws_vpc.v needs 'hashicorp/aws', which is not simulated"),
      expect.stringMatching(
        /^data\.terraform_remote_state\.base of any-\w+ reads a state that none of the stacks here writes \(gcs {"bucket":"b"}\); the sandbox has only what it deploys itself: name a cdktf output with both stacks, or make the value a variable$/,
      ),
      "DIR/terraform.tfvars:1,5-5: Missing expression; Expected the start of an expression, but found the end of the file.",
      expect.stringContaining("variable 'a' has no default and no value"),
    ]);
  });
});

describe("prepareCopy of several stacks", () => {
  const backend = (name: string) => ({ gcs: { bucket: "states", prefix: name } });
  const reading = (name: string) => ({
    terraform_remote_state: { other: { backend: "gcs", config: backend(name).gcs } },
  });
  const output = (top: object) =>
    directoryWith({
      "stacks/base/cdk.tf.json": { terraform: { backend: backend("base") }, output: { o: { value: 1 } } },
      "stacks/atop/cdk.tf.json": { terraform: { backend: backend("atop") }, ...top },
    });

  it("leads references between them to the copies, and deploys first what is read", async () => {
    const { target, stacks } = await prepared(output({ data: reading("base") }));
    expect(stacks.map(({ name, dependencies }) => [name, dependencies])).toEqual([
      ["base", []],
      ["atop", ["base"]],
    ]);
    expect(stacks.map(({ workingDirectory }) => relative(target, workingDirectory))).toEqual(["base", "atop"]);
    const override = JSON.parse(readFileSync(join(target, "atop", OVERRIDE), "utf8")) as object;
    const read = { backend: "local", config: { path: "../base/terraform.tfstate" }, workspace: "default" };
    expect(override).toMatchObject({ data: { terraform_remote_state: { other: read } } });
    expect(stacks[1]?.configuration.data).toEqual({ terraform_remote_state: { other: read } });
  });

  it("refuses one inside a module", async () => {
    const directory = directoryWith({
      ...contentOf(output({ module: { m: { source: "./m" } } })),
      "stacks/atop/m/main.tf.json": { data: reading("base") },
    });
    expect(await refusal(directory)).toEqual([
      "module.m.data.terraform_remote_state.other of atop reads the state of base inside a module, where the sandbox can't lead it to a copy; read it in the root and pass the value",
    ]);
  });
});
