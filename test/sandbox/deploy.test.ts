import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { buildSandbox, filesBelow, Workspace } from "./terraform";

jest.setTimeout(300_000);

const PROVIDERS = {
  google: { source: "hashicorp/google", version: "6.50.0" },
  random: { source: "hashicorp/random", version: "3.7.2" },
  tls: { source: "hashicorp/tls", version: "4.1.0" },
};

const APIS = ["compute.googleapis.com", "secretmanager.googleapis.com", "iam.googleapis.com"];

const CANARY = "canary-7f3a9c";

type Resources = Record<string, Record<string, object>>;

const services = {
  google_project_service: {
    apis: { for_each: `\${toset(${JSON.stringify(APIS)})}`, service: "${each.key}", disable_on_destroy: false },
  },
};

function configuration(resource: Resources, more: object = {}, providers: object = PROVIDERS): object {
  return {
    terraform: { required_providers: providers },
    provider: { google: { project: "p1", region: "europe-west1", default_labels: { team: "platform" } } },
    resource: { ...services, ...resource },
    ...more,
  };
}

const GOOGLE_ONLY = { google: PROVIDERS.google };

function network(more: object = {}): Resources {
  return {
    google_compute_network: {
      main: { name: "main", auto_create_subnetworks: false, depends_on: ["google_project_service.apis"], ...more },
    },
  };
}

describe("the sandbox under real Terraform", () => {
  const main = buildSandbox();

  describe("over the life of a small system", () => {
    const workspace = new Workspace(main);
    const system = (subnetwork: object, secret: object = {}) =>
      configuration(
        {
          ...network(),
          google_compute_subnetwork: {
            main: {
              name: "nodes",
              network: "${google_compute_network.main.id}",
              ip_cidr_range: "10.0.0.0/20",
              ...subnetwork,
            },
          },
          google_service_account: { app: { account_id: "app-account", depends_on: ["google_project_service.apis"] } },
          google_secret_manager_secret: {
            main: {
              secret_id: "database",
              replication: { auto: {} },
              labels: { own: "yes" },
              depends_on: ["google_project_service.apis"],
            },
          },
          google_secret_manager_secret_version: {
            main: {
              secret: "${google_secret_manager_secret.main.id}",
              secret_data_wo:
                "${ephemeral.random_password.main.result}${ephemeral.tls_private_key.main.private_key_pem}${var.canary}",
              secret_data_wo_version: 1,
              ...secret,
            },
          },
          google_secret_manager_secret_iam_member: {
            main: {
              secret_id: "${google_secret_manager_secret.main.secret_id}",
              role: "roles/secretmanager.secretAccessor",
              member: "${google_service_account.app.member}",
            },
          },
          random_id: { main: { byte_length: 4 } },
          tls_private_key: { main: { algorithm: "ED25519" } },
        },
        {
          // an ephemeral variable: Terraform itself writes it nowhere, so whoever has it got it from us
          variable: { canary: { type: "string", ephemeral: true } },
          ephemeral: {
            random_password: { main: { length: 40 } },
            tls_private_key: { main: { algorithm: "RSA" } },
          },
          output: {
            version: { value: "${google_secret_manager_secret_version.main.name}" },
            labels: { value: "${google_secret_manager_secret.main.effective_labels}" },
            region: { value: '${provider::google::region_from_zone("europe-west1-b")}' },
            key: { value: "${tls_private_key.main.public_key_openssh}" },
          },
        },
      );

    beforeAll(async () => {
      process.env["TF_VAR_canary"] = CANARY;
      workspace.write(system({}));
      await workspace.init();
    });
    afterAll(() => workspace.remove());

    it("creates everything in the order of its references", async () => {
      const { code, output } = await workspace.run("apply", "-auto-approve");
      expect(output).toContain("Apply complete! Resources: 11 added, 0 changed, 0 destroyed.");
      expect(code).toBe(0);
      expect(workspace.objects()).toContain(
        "google_compute_subnetwork projects/p1/regions/europe-west1/subnetworks/nodes",
      );
    });

    it("computes values in Google's forms", async () => {
      const { output } = await workspace.run("output", "-json");
      expect(output).toMatch(/projects\/\d{12}\/secrets\/database\/versions\/1/);
      expect(output).toContain('"team": "platform"');
      expect(output).toContain('"own": "yes"');
      expect(output).toContain('"goog-terraform-provisioned": "true"');
      expect(output).toContain('"europe-west1"');
      expect(output).toContain("ssh-ed25519 ");
    });

    it("plans nothing when nothing changed, and keeps secret values out of plan, state and cloud", async () => {
      const { code, output } = await workspace.run("plan", "-detailed-exitcode", "-out=empty.plan");
      expect(output).toContain("No changes.");
      expect(code).toBe(0);
      expect(leaks(workspace, CANARY)).toEqual([]);
    });

    it("updates in place what can be updated and replaces what can't", async () => {
      workspace.write(system({ private_ip_google_access: true }));
      const update = await workspace.run("apply", "-auto-approve");
      expect(update.output).toContain("0 added, 1 changed, 0 destroyed");

      workspace.write(system({ name: "nodes-2", private_ip_google_access: true }, { secret_data_wo_version: 2 }));
      const replace = await workspace.run("apply", "-auto-approve");
      expect(replace.output).toContain("google_compute_subnetwork.main must be replaced");
      expect(replace.output).toContain("2 added, 0 changed, 2 destroyed");
      // a version's number is never given twice
      expect(replace.output).toMatch(/secrets\/database\/versions\/2/);
    });

    it("notices what was deleted behind its back", async () => {
      const [file] = filesBelow(join(workspace.cloud, "objects", "google_compute_subnetwork"));
      rmSync(file ?? "");
      const { code, output } = await workspace.run("plan", "-detailed-exitcode");
      expect(output).toContain("google_compute_subnetwork.main will be created");
      expect(code).toBe(2);
    });

    it("notices what was changed behind its back, and imports what exists", async () => {
      await workspace.run("state", "rm", "google_compute_network.main");
      const imported = await workspace.run("import", "google_compute_network.main", "p1/main");
      expect(imported.output).toContain("Import successful!");
      const [file = ""] = filesBelow(join(workspace.cloud, "objects", "google_compute_network"));
      const content = readFileSync(file, "utf8");
      writeFileSync(
        file,
        content
          .replace('"routing_mode": "REGIONAL"', '"routing_mode": "GLOBAL"')
          .replace('"description": null', '"description": "by hand"'),
      );
      const { output } = await workspace.run("plan");
      expect(output).toContain('"by hand" -> null');
      expect(output).toContain("google_compute_network.main must be replaced");
      writeFileSync(file, content);
    });

    it("refuses to import what does not exist", async () => {
      await workspace.run("state", "rm", "google_service_account.app");
      const { output } = await workspace.run("import", "google_service_account.app", "p1/nobody");
      expect(output).toContain("Cannot import non-existent remote object");
      const back = await workspace.run(
        "import",
        "google_service_account.app",
        "projects/p1/serviceAccounts/app-account@p1.iam.gserviceaccount.com",
      );
      expect(back.output).toContain("Import successful!");
    });

    it("destroys everything and leaves no object", async () => {
      const { code, output } = await workspace.run("destroy", "-auto-approve");
      expect(output).toContain("Destroy complete!");
      expect(code).toBe(0);
      expect(workspace.objects()).toEqual([]);
      expect(leaks(workspace, CANARY)).toEqual([]);
    });
  });

  it("deploys a cluster, a namespace and a chart, and refuses what the cluster would refuse", async () => {
    const workspace = new Workspace(main);
    const chart = join(workspace.directory, "chart");
    mkdirSync(join(chart, "templates"), { recursive: true });
    writeFileSync(join(chart, "Chart.yaml"), "apiVersion: v2\nname: mini\nversion: 0.1.0\n");
    const template = (data: string) =>
      `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: colors}\n${data}: {color: "{{ .Values.color }}", extra: "{{ .Values.extra }}"}\n`;
    writeFileSync(join(chart, "templates", "colors.yaml"), template("data"));
    const host =
      "https://${google_container_cluster.main.control_plane_endpoints_config[0].dns_endpoint_config[0].endpoint}";
    const system = (color: string) => ({
      terraform: {
        required_providers: {
          google: PROVIDERS.google,
          kubernetes: { source: "hashicorp/kubernetes", version: "2.38.0" },
          helm: { source: "hashicorp/helm", version: "3.1.1" },
        },
      },
      provider: { google: { project: "p1" }, kubernetes: { host }, helm: { kubernetes: { host } } },
      resource: {
        google_project_service: { container: { service: "container.googleapis.com", disable_on_destroy: false } },
        google_container_cluster: {
          main: {
            name: "main",
            location: "europe-west1",
            enable_autopilot: true,
            deletion_protection: false,
            depends_on: ["google_project_service.container"],
          },
        },
        kubernetes_namespace_v1: { app: { metadata: { name: "app" } } },
        helm_release: {
          mini: {
            name: "mini",
            chart: "./chart",
            namespace: "${kubernetes_namespace_v1.app.metadata[0].name}",
            values: [`color: ${color}`],
            set: [{ name: "extra", value: "5", type: "string" }],
          },
        },
      },
      output: {
        release: {
          value:
            "${helm_release.mini.status} ${helm_release.mini.metadata.revision} ${helm_release.mini.metadata.values}",
        },
      },
    });
    workspace.write(system("blue"));
    await workspace.init();
    const first = await workspace.run("apply", "-auto-approve");
    expect(first.output).toContain('release = "deployed 1 {\\"color\\":\\"blue\\"}"');
    expect(workspace.objects()).toContain("kubernetes_object app/mini/|ConfigMap|app|colors");
    expect((await workspace.run("plan", "-detailed-exitcode")).code).toBe(0);

    workspace.write(system("red"));
    writeFileSync(join(chart, "templates", "colors.yaml"), template("date"));
    const refused = await workspace.run("apply", "-auto-approve");
    expect(refused.output).toContain("Error: upgrade failed");
    expect(refused.output).toContain("with helm_release.mini");
    expect(refused.output).toContain("date");

    writeFileSync(join(chart, "templates", "colors.yaml"), template("data"));
    expect((await workspace.run("apply", "-auto-approve")).output).toContain('release = "deployed 2 ');
    expect((await workspace.run("destroy", "-auto-approve")).code).toBe(0);
    expect(workspace.objects()).toEqual([]);
    workspace.remove();
  });

  it.each([
    ["", false],
    [", with a state that is half written", true],
  ])("goes on after Terraform and its plugins were killed in the middle%s", async (_how, torn) => {
    const workspace = new Workspace(main);
    const addresses = { main: { count: 30, name: "a${count.index}", depends_on: ["google_compute_network.main"] } };
    const written = configuration({ ...network(), google_compute_address: addresses }, {}, GOOGLE_ONLY);
    workspace.write(written);
    await workspace.init();

    const terraform = workspace.start("apply", "-auto-approve", "-parallelism=1");
    while (workspace.objects().length < 10) await pause(5);
    const plugins = childrenOf(terraform.pid);
    terraform.kill("SIGKILL");
    expect(plugins.length).toBeGreaterThan(0);
    await until(() => plugins.every((pid) => !alive(pid)), 5_000);
    const before = workspace.objects().length;
    expect(before).toBeLessThan(34);
    const state = join(workspace.directory, "terraform.tfstate");
    if (torn) writeFileSync(state, '{"version":4,"resou');

    // the next deploy begins with a synth
    workspace.write(written);
    expect(existsSync(`${state}.torn`) || !torn).toBe(true);
    const { code, output } = await workspace.run("apply", "-auto-approve");
    expect(output).toContain("Apply complete!");
    expect(code).toBe(0);
    expect(workspace.objects()).toHaveLength(34);
    expect((await workspace.run("plan", "-detailed-exitcode")).code).toBe(0);
    workspace.remove();
  });

  it("answers with Google's errors, as Terraform's diagnostics", async () => {
    const workspace = new Workspace(main);
    workspace.write(
      configuration(
        {
          ...network(),
          google_compute_subnetwork: {
            lost: {
              name: "lost",
              network: "projects/p1/global/networks/missing",
              ip_cidr_range: "10.0.0.0/20",
              depends_on: ["google_compute_network.main"],
            },
          },
          google_compute_address: {
            first: { name: "twice", depends_on: ["google_compute_network.main"] },
            second: { name: "twice", depends_on: ["google_compute_address.first"] },
          },
          google_kms_key_ring: { main: { name: "ring", location: "europe-west1" } },
          google_service_account: { app: { account_id: "app-account", depends_on: ["google_project_service.apis"] } },
          google_service_account_iam_member: {
            early: {
              service_account_id: "${google_service_account.app.name}",
              role: "roles/iam.workloadIdentityUser",
              member: "serviceAccount:p1.svc.id.goog[ns/app]",
            },
          },
        },
        {},
        GOOGLE_ONLY,
      ),
    );
    await workspace.init();
    const { code, output } = await workspace.run("apply", "-auto-approve");
    expect(code).toBe(1);
    expect(output).toContain(
      "googleapi: Error 404: The resource 'projects/p1/global/networks/missing' was not found, notFound",
    );
    expect(output).toContain("with google_compute_subnetwork.lost");
    expect(output).toContain(
      "googleapi: Error 409: The resource 'projects/p1/regions/europe-west1/addresses/twice' already exists, alreadyExists",
    );
    expect(output).toMatch(
      /googleapi: Error 403: Cloud Key Management Service \(KMS\) API has not been used in project \d{12} before or it is disabled/,
    );
    expect(output).toContain("googleapi: Error 400: Identity Pool does not exist (p1.svc.id.goog)");

    workspace.write(configuration({ google_compute_network: { main: { name: "main", speed: 3 } } }, {}, GOOGLE_ONLY));
    const wrong = await workspace.run("validate");
    expect(wrong.output).toMatch(
      /No argument or block type is named "speed"|An argument named "speed" is not expected here/,
    );
    workspace.remove();
  });

  it("tells a person who starts a provider by hand where to read on", () => {
    const { status, stderr } = spawnSync(process.execPath, [main, "google"], {
      encoding: "utf8",
      env: { PATH: process.env["PATH"] },
    });
    expect(status).toBe(1);
    expect(stderr).toBe(
      "This is a simulated Terraform provider: Terraform starts it. How to use it: sandbox/README.md\n",
    );
  });
});

/** The files in which a text can be read; plans are zip files. */
function leaks(workspace: Workspace, secret: string): readonly string[] {
  return workspace.artifacts().filter((file) => {
    const content = readFileSync(file);
    if (content.includes(secret)) return true;
    if (!file.endsWith(".plan")) return false;
    const { stdout } = spawnSync("unzip", ["-p", file], { maxBuffer: 64 * 1024 * 1024 });
    if (stdout.length === 0) throw new Error(`${file} could not be read`);
    return stdout.includes(secret);
  });
}

function childrenOf(pid: number | undefined): readonly number[] {
  const { stdout } = spawnSync("ps", ["-o", "pid=", "--ppid", String(pid)], { encoding: "utf8" });
  return stdout
    .split(/\s+/)
    .filter((word) => word !== "")
    .map(Number);
}

function alive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((done) => setTimeout(done, milliseconds));
}

async function until(condition: () => boolean, limit: number): Promise<void> {
  for (const end = Date.now() + limit; !condition(); await pause(50)) {
    if (Date.now() > end) throw new Error("it did not happen in time");
  }
}
