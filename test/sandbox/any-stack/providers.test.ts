import { resolve } from "node:path";
import { InputError } from "../../../sandbox/any-stack/input-error";
import { readDirectory } from "../../../sandbox/any-stack/read-directory";
import { providersToServe, simulatedRelease } from "../../../sandbox/any-stack/providers";
import { loadSchema } from "../../../sandbox/schema/load";
import { directoryWith, removeDirectories } from "./directories";

afterAll(removeDirectories);

const ROOT = resolve(__dirname, "../../..");
const EVERYWHERE = ["registry.terraform.io", "registry.opentofu.org"];

async function served(files: Readonly<Record<string, string | object>>) {
  const { stacks } = await readDirectory(directoryWith(files));
  return providersToServe(
    stacks.flatMap(({ modules }) => modules),
    ROOT,
  );
}

async function refusal(files: Readonly<Record<string, string | object>>): Promise<readonly string[]> {
  const directory = directoryWith(files);
  const { stacks } = await readDirectory(directory);
  try {
    providersToServe(
      stacks.flatMap(({ modules }) => modules),
      ROOT,
    );
  } catch (error) {
    if (error instanceof InputError) return error.problems.map((problem) => problem.replaceAll(directory, "DIR"));
    throw error;
  }
  throw new Error("nothing was refused");
}

const requiring = (required: object) => ({ "main.tf.json": { terraform: { required_providers: required } } });

describe("providersToServe", () => {
  it("serves the releases that the installed bindings were generated from", () => {
    for (const name of ["google", "kubernetes", "helm", "random", "tls"] as const) {
      expect(simulatedRelease(name, ROOT)).toBe(loadSchema(name, { projectDirectory: ROOT }).version);
    }
    expect(simulatedRelease("google-beta", ROOT)).toBe(simulatedRelease("google", ROOT));
  });

  it("finds them in requirements, provider blocks, types and what blocks name, in every module", async () => {
    const found = await served({
      "main.tf": `
        terraform {
          required_providers {
            google = {
              source  = "hashicorp/google"
              version = "~> 6.0"
            }
            shapes = {
              source = "hashicorp/tls"
            }
          }
        }
        provider "helm" {}
        resource "google_compute_network" "main" {
          provider = google-beta
        }
        resource "shapes_thing" "main" {}
        resource "terraform_data" "nothing" {}
        data "terraform_remote_state" "nothing" {
          backend = "local"
        }
        module "m" {
          source = "./m"
        }`,
      "m/main.tf": 'ephemeral "random_password" "pw" {}',
    });
    expect(found.map(({ name }) => name).sort()).toEqual(["google", "google-beta", "helm", "random", "tls"]);
    expect(found.every(({ registries }) => registries.join() === EVERYWHERE.join())).toBe(true);
    expect(found.find(({ name }) => name === "google")?.version).toBe(simulatedRelease("google", ROOT));
  });

  it("serves a registry that is named there, and the others where none is", async () => {
    const [tls] = await served({
      ...requiring({ tls: { source: "sandbox.invalid/hashicorp/tls" } }),
      "m.tf": 'module "m" {\n  source = "./m"\n}',
      "m/main.tf": 'resource "tls_private_key" "k" {}',
    });
    expect(tls?.registries).toEqual(["sandbox.invalid", ...EVERYWHERE]);
  });

  it.each(["~> 6.0", "~> 6.50.0", ">= 5.0, < 7.0", "6.50.0"])("takes the constraint '%s'", async (version) => {
    expect(await served(requiring({ google: { source: "hashicorp/google", version } }))).toHaveLength(1);
  });

  it("takes the entry without a source, of Terraform 0.12, and the built-in provider", async () => {
    const found = await served(
      requiring({ google: "~> 6.0", terraform: { source: "terraform.io/builtin/terraform" } }),
    );
    expect(found.map(({ name }) => name)).toEqual(["google"]);
  });

  it("names every provider that it does not have, with a place that needs it", async () => {
    const problems = await refusal({
      ...requiring({
        aws: { source: "hashicorp/aws", version: "~> 5.0" },
        google: { source: "acme/google" },
        tls: { source: "registry.acme.dev/hashicorp/tls" },
      }),
      "b.tf": 'resource "null_resource" "n" {}\nresource "time_sleep" "t" {}\ndata "archive_file" "f" {}',
    });
    const rest =
      "which is not simulated; the sandbox has google, google-beta, kubernetes, helm, random, tls of the namespace hashicorp; run a configuration that leaves it out";
    expect(problems).toEqual([
      `DIR: required_providers.aws needs 'hashicorp/aws', ${rest}`,
      `DIR: required_providers.google needs 'acme/google', ${rest}`,
      `DIR: required_providers.tls needs 'registry.acme.dev/hashicorp/tls', ${rest}`,
      `DIR: null_resource.n needs 'hashicorp/null', ${rest}`,
      `DIR: time_sleep.t needs 'hashicorp/time', ${rest}`,
      `DIR: data.archive_file.f needs 'hashicorp/archive', ${rest}`,
    ]);
  });

  it("names every constraint that rules its release out, of every module", async () => {
    const problems = await refusal({
      ...requiring({ google: { source: "hashicorp/google", version: "~> 5.0" }, tls: { version: "newest" } }),
      "a.tf": 'module "m" {\n  source = "./m"\n}\nmodule "n" {\n  source = "./m"\n}',
      "m/main.tf.json": {
        terraform: { required_providers: { google: { source: "hashicorp/google", version: ">= 7.0" } } },
        provider: { "google-beta": { version: "6.49.0" } },
      },
    });
    const fix = (bindings: string) =>
      `allow it, such as with '~> 6.50', or install a release of @cdktf/provider-${bindings} that was generated from one that you allow`;
    expect(problems).toEqual([
      `DIR: required_providers.google asks for 'hashicorp/google' in the version '~> 5.0', but the sandbox simulates 6.50.0; ${fix("google")}`,
      `DIR/m: required_providers.google asks for 'hashicorp/google' in the version '>= 7.0', but the sandbox simulates 6.50.0; ${fix("google")}`,
      "DIR: required_providers.tls asks for 'hashicorp/tls' in the version 'newest', which is no version constraint",
      `DIR/m: provider "google-beta" asks for 'hashicorp/google-beta' in the version '6.49.0', but the sandbox simulates 6.50.0; ${fix("google")}`,
    ]);
  });
});
