import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { ComputeNetwork } from "@cdktf/provider-google/lib/compute-network";
import { ComputeSubnetwork } from "@cdktf/provider-google/lib/compute-subnetwork";
import { ProjectService } from "@cdktf/provider-google/lib/project-service";
import { GoogleProvider } from "@cdktf/provider-google/lib/provider";
import { App, GcsBackend, TerraformStack } from "cdktf";
import { prepareCopy, type PreparedStack } from "../../../sandbox/any-stack/prepare-copy";
import { readDirectory } from "../../../sandbox/any-stack/read-directory";
import { buildSandbox, Workspace } from "../terraform";
import { contentOf, directoryWith, emptyDirectory, removeDirectories } from "./directories";

jest.setTimeout(300_000);
afterAll(removeDirectories);

const ROOT = resolve(__dirname, "../../..");

const HCL = {
  "versions.tf": `
    terraform {
      required_version = ">= 1.11"
      required_providers {
        google = {
          source  = "hashicorp/google"
          version = "~> 6.0"
        }
      }
      backend "gcs" {
        bucket = "acme-states"
        prefix = "live"
      }
    }`,
  "main.tf": `
    variable "project" {
      type = string
    }
    variable "networks" {
      type    = number
      default = 2
    }
    locals {
      apis = ["compute", "iam", "secretmanager"]
    }
    provider "google" {
      project = var.project
      region  = "europe-west1"
    }
    resource "google_project_service" "apis" {
      for_each           = toset(local.apis)
      service            = "\${each.value}.googleapis.com"
      disable_on_destroy = false
    }
    resource "google_compute_network" "main" {
      count                   = var.networks
      name                    = "net-\${count.index}"
      auto_create_subnetworks = false
      depends_on              = [google_project_service.apis]
    }
    resource "google_compute_subnetwork" "main" {
      name          = "nodes"
      network       = google_compute_network.main[0].id
      ip_cidr_range = "10.0.0.0/20"
      dynamic "secondary_ip_range" {
        for_each = { pods = "10.4.0.0/14" }
        content {
          range_name    = secondary_ip_range.key
          ip_cidr_range = secondary_ip_range.value
        }
      }
    }
    module "app" {
      source     = "./modules/app"
      prefix     = "app"
      depends_on = [google_project_service.apis]
    }
    output "version" {
      value = module.app.version
    }`,
  "terraform.tfvars": 'project = "p1"\n',
  "modules/app/main.tf": `
    terraform {
      required_providers {
        google = {
          source  = "hashicorp/google"
          version = ">= 5.0, < 7.0"
        }
      }
    }
    variable "prefix" {}
    resource "google_service_account" "app" {
      account_id = "\${var.prefix}-account"
    }
    ephemeral "random_password" "pw" {
      length = 30
    }
    resource "google_secret_manager_secret" "app" {
      secret_id = "\${var.prefix}-secret"
      replication {
        auto {}
      }
    }
    resource "google_secret_manager_secret_version" "app" {
      secret                 = google_secret_manager_secret.app.id
      secret_data_wo         = ephemeral.random_password.pw.result
      secret_data_wo_version = 1
    }
    resource "google_secret_manager_secret_iam_member" "app" {
      secret_id = google_secret_manager_secret.app.secret_id
      role      = "roles/secretmanager.secretAccessor"
      member    = google_service_account.app.member
    }
    output "version" {
      value = google_secret_manager_secret_version.app.name
    }`,
};

const JSON_STACK = {
  "main.tf.json": {
    terraform: {
      required_providers: { random: { source: "hashicorp/random", version: "~> 3.5" } },
      cloud: { organization: "acme", workspaces: { name: "live" } },
    },
    provider: { google: { project: "p1" } },
    resource: {
      random_id: { suffix: { byte_length: 2 } },
      google_project_service: { compute: { service: "compute.googleapis.com" } },
      google_compute_network: {
        main: {
          name: "net-${random_id.suffix.hex}",
          auto_create_subnetworks: false,
          depends_on: ["google_project_service.compute"],
        },
      },
    },
  },
};

describe("any stack under real Terraform", () => {
  const main = buildSandbox();

  async function prepared(directory: string): Promise<{ stacks: readonly PreparedStack[]; target: string }> {
    const target = emptyDirectory();
    const found = await readDirectory(directory);
    return { stacks: await prepareCopy(found, { target, projectDirectory: ROOT, main, environment: {} }), target };
  }

  /** Stacks of one directory share a cloud. */
  function workspaces(stacks: readonly PreparedStack[], target: string): readonly Workspace[] {
    return stacks.map(({ workingDirectory }) => new Workspace(main, workingDirectory, join(target, "cloud")));
  }

  async function live(directory: string): Promise<{ readonly created: readonly string[] }> {
    const before = contentOf(directory);
    const { stacks, target } = await prepared(directory);
    const all = workspaces(stacks, target);
    for (const workspace of all) {
      await workspace.init();
      const apply = await workspace.run("apply", "-auto-approve");
      expect(apply.output).toContain("Apply complete!");
      expect(existsSync(join(workspace.directory, "terraform.tfstate"))).toBe(true);
    }
    const created = all[0]?.objects() ?? [];
    for (const workspace of all) {
      const plan = await workspace.run("plan", "-detailed-exitcode");
      expect([plan.code, plan.output]).toEqual([0, expect.stringContaining("No changes.")]);
    }
    for (const workspace of [...all].reverse()) {
      const destroy = await workspace.run("destroy", "-auto-approve");
      expect(destroy.output).toContain("Destroy complete!");
    }
    expect(all[0]?.objects()).toEqual([]);
    expect(contentOf(directory)).toEqual(before);
    return { created };
  }

  it("deploys a directory of HCL, plans nothing after that, and destroys it", async () => {
    const { created } = await live(directoryWith(HCL));
    expect(created).toEqual([
      "google_compute_network projects/p1/global/networks/net-0",
      "google_compute_network projects/p1/global/networks/net-1",
      "google_compute_subnetwork projects/p1/regions/europe-west1/subnetworks/nodes",
      "google_project_service p1/compute.googleapis.com",
      "google_project_service p1/iam.googleapis.com",
      "google_project_service p1/secretmanager.googleapis.com",
      "google_secret_manager_secret projects/p1/secrets/app-secret",
      expect.stringMatching(/^google_secret_manager_secret_iam_member /),
      expect.stringMatching(/^google_secret_manager_secret_version .*\/versions\/1$/),
      "google_service_account projects/p1/serviceAccounts/app-account@p1.iam.gserviceaccount.com",
    ]);
  });

  it("deploys a directory of JSON with a cloud block, plans nothing after that, and destroys it", async () => {
    const { created } = await live(directoryWith(JSON_STACK));
    expect(created).toEqual([
      expect.stringMatching(/^google_compute_network projects\/p1\/global\/networks\/net-[0-9a-f]{4}$/),
      "google_project_service p1/compute.googleapis.com",
    ]);
  });

  it.each([
    [
      "in a bucket",
      (stack: TerraformStack, name: string) => new GcsBackend(stack, { bucket: "acme-states", prefix: name }),
    ],
    ["in cdktf's own place", () => undefined],
  ])("deploys somebody's own cdktf stacks with states %s in order, and destroys them", async (_where, backend) => {
    const { created } = await live(synthesized(backend));
    expect(created).toEqual([
      "google_compute_network projects/p1/global/networks/shared",
      "google_compute_subnetwork projects/p1/regions/europe-west1/subnetworks/nodes",
      "google_project_service p1/compute.googleapis.com",
    ]);
  });

  it("refuses by its laws what the cloud would refuse", async () => {
    const { "main.tf.json": config } = JSON_STACK;
    const { google_compute_network, random_id } = config.resource;
    const network = { main: { ...google_compute_network.main, depends_on: [] } };
    const { stacks, target } = await prepared(
      directoryWith({ "main.tf.json": { ...config, resource: { random_id, google_compute_network: network } } }),
    );
    const [workspace] = workspaces(stacks, target);
    await workspace?.init();
    const apply = await workspace?.run("apply", "-auto-approve");
    expect(apply?.code).toBe(1);
    expect(apply?.output).toMatch(
      /Error 403: Compute Engine API has not been used in project \d{12} before or it is disabled/,
    );
    expect(apply?.output).toContain(
      'Project p1 needs google_project_service "compute.googleapis.com", and this resource must depend on it.',
    );
  });

  /** Two stacks as anybody writes them; the second one reads the network of the first. */
  function synthesized(backend: (stack: TerraformStack, name: string) => unknown): string {
    const outdir = emptyDirectory();
    const app = new App({ outdir, skipValidation: true });
    const stack = (name: string): TerraformStack => {
      const made = new TerraformStack(app, name);
      backend(made, name);
      new GoogleProvider(made, "google", { project: "p1", region: "europe-west1" });
      return made;
    };
    const nodes = stack("a-nodes");
    const base = stack("base");
    const compute = new ProjectService(base, "compute", { service: "compute.googleapis.com" });
    const network = new ComputeNetwork(base, "network", {
      name: "shared",
      autoCreateSubnetworks: false,
      dependsOn: [compute],
    });
    new ComputeSubnetwork(nodes, "nodes", { name: "nodes", network: network.id, ipCidrRange: "10.0.0.0/20" });
    app.synth();
    return outdir;
  }
});
