import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { prepareCopy } from "../../sandbox/any-stack/prepare-copy";
import { readDirectory } from "../../sandbox/any-stack/read-directory";
import { findTerraform } from "../../sandbox/any-stack/terraform-program";
import { directoryWith, emptyDirectory, removeDirectories } from "../sandbox/any-stack/directories";
import { buildSandbox, Workspace } from "../sandbox/terraform";

jest.setTimeout(300_000);

const ROOT = resolve(__dirname, "../..");

/** Both plugin protocols, provider functions, ephemeral values and what OpenTofu alone has. */
const SYSTEM = {
  "main.tofu": `
    terraform {
      required_providers {
        google = { source = "hashicorp/google", version = "~> 6.0" }
        tls    = { source = "registry.terraform.io/hashicorp/tls" }
      }
      backend "gcs" {
        bucket = var.states
      }
    }
    variable "states" {
      default = "acme-states"
    }
    locals {
      host = "https://\${google_container_cluster.main.control_plane_endpoints_config[0].dns_endpoint_config[0].endpoint}"
    }
    provider "google" {
      project = "p1"
    }
    provider "kubernetes" {
      host = local.host
    }
    provider "helm" {
      kubernetes = { host = local.host }
    }
    resource "google_project_service" "apis" {
      for_each           = toset(["container", "secretmanager"])
      service            = "\${each.key}.googleapis.com"
      disable_on_destroy = false
    }
    ephemeral "random_password" "pw" {
      length = 40
    }
    ephemeral "tls_private_key" "key" {
      algorithm = "RSA"
    }
    resource "google_secret_manager_secret" "main" {
      secret_id = "database"
      replication {
        auto {}
      }
      depends_on = [google_project_service.apis]
    }
    resource "google_secret_manager_secret_version" "main" {
      secret                 = google_secret_manager_secret.main.id
      secret_data_wo         = "\${ephemeral.random_password.pw.result}\${ephemeral.tls_private_key.key.private_key_pem}canary-4e1f"
      secret_data_wo_version = 1
    }
    ephemeral "google_secret_manager_secret_version" "read" {
      secret = google_secret_manager_secret_version.main.secret
    }
    resource "google_container_cluster" "main" {
      name                = "main"
      location            = "europe-west1"
      enable_autopilot    = true
      deletion_protection = false
      depends_on          = [google_project_service.apis]
    }
    resource "kubernetes_namespace_v1" "app" {
      metadata {
        name = "app"
      }
    }
    resource "kubernetes_secret_v1" "app" {
      metadata {
        name      = "from-secret-manager"
        namespace = kubernetes_namespace_v1.app.metadata[0].name
      }
      data_wo          = { value = ephemeral.google_secret_manager_secret_version.read.secret_data }
      data_wo_revision = 1
    }
    resource "helm_release" "mini" {
      name      = "mini"
      chart     = "./chart"
      namespace = kubernetes_namespace_v1.app.metadata[0].name
    }
    output "region" {
      value = provider::google::region_from_zone("europe-west1-b")
    }
    output "version" {
      value = google_secret_manager_secret_version.main.name
    }`,
  "main.tf": 'resource "aws_vpc" "for_terraform_only" {}',
  "chart/Chart.yaml": "apiVersion: v2\nname: mini\nversion: 0.1.0\n",
  "chart/templates/colors.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: colors}\ndata: {color: blue}\n",
};

describe("the sandbox under OpenTofu", () => {
  let workspace: Workspace;

  beforeAll(async () => {
    const main = buildSandbox();
    const tofu = findTerraform({ ...process.env, TERRAFORM_BINARY_NAME: "tofu" }, [ROOT]);
    const found = await readDirectory(directoryWith(SYSTEM), { dialect: "opentofu" });
    const [stack] = await prepareCopy(found, { target: emptyDirectory(), projectDirectory: ROOT, main });
    workspace = new Workspace(main, stack?.workingDirectory, undefined, tofu);
    await workspace.init();
  });
  afterAll(removeDirectories);

  it("is really OpenTofu, which finds the providers under its own registry", async () => {
    expect((await workspace.run("version")).output).toMatch(/OpenTofu v1\.\d+\.\d+ on /);
    const lock = readFileSync(join(workspace.directory, ".terraform.lock.hcl"), "utf8");
    const providers = [...lock.matchAll(/^provider "(.*)"/gm)].map(([, source]) => source);
    expect(providers).toEqual([
      "registry.opentofu.org/hashicorp/google",
      "registry.opentofu.org/hashicorp/helm",
      "registry.opentofu.org/hashicorp/kubernetes",
      "registry.opentofu.org/hashicorp/random",
      "registry.terraform.io/hashicorp/tls",
    ]);
  });

  it("creates everything, with ephemeral values and write-only arguments", async () => {
    const { code, output } = await workspace.run("apply", "-auto-approve");
    expect(output).toContain("Apply complete! Resources: 8 added, 0 changed, 0 destroyed.");
    expect(output).toMatch(/version = "projects\/\d{12}\/secrets\/database\/versions\/1"/);
    expect(output).toContain('region = "europe-west1"');
    expect(code).toBe(0);
    expect(workspace.objects()).toContain("kubernetes_object app/mini/|ConfigMap|app|colors");
  });

  it("plans nothing when nothing changed, and keeps secret values out of plan, state and cloud", async () => {
    const { code, output } = await workspace.run("plan", "-detailed-exitcode", "-out=empty.plan");
    expect(output).toContain("No changes.");
    expect(code).toBe(0);
    const files = workspace.artifacts();
    expect(files.some((file) => file.endsWith("empty.plan"))).toBe(true);
    expect(files.filter((file) => readFileSync(file).includes("canary-4e1f"))).toEqual([]);
  });

  it("destroys everything and leaves no object", async () => {
    const { code, output } = await workspace.run("destroy", "-auto-approve");
    expect(output).toContain("Destroy complete! Resources: 8 destroyed.");
    expect(code).toBe(0);
    expect(workspace.objects()).toEqual([]);
  });
});
