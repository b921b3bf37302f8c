import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readDirectory } from "../../../sandbox/any-stack/read-directory";
import { closeWorkspace, nextVersion, openWorkspace, type OpenedWorkspace } from "../../../sandbox/rehearsal/prepare";
import { type RehearsalWorkspace } from "../../../sandbox/rehearsal/workspace";
import { rehearseUpgrade, type Upgrade } from "../../../sandbox/upgrade/rehearse-upgrade";
import { ROOT } from "../../support/environments";
import { buildSandbox } from "../terraform";
import { DATABASE, NETWORK, stackWith, type Resources } from "./small-stack";

jest.setTimeout(600_000);

const SQL = "google_sql_database_instance.main";
const KEPT = { added: [], replaced: [], destroyed: [], dataLost: [] };

/** A synthesized stack, or the files of a configuration by name. */
type Written = object | Readonly<Record<`${string}.tf`, string>>;

describe("an upgrade with real Terraform", () => {
  const root = realpathSync(mkdtempSync(join(tmpdir(), "upgrade-")));
  const options = { projectDirectory: ROOT, main: buildSandbox() };
  let opened: OpenedWorkspace;
  let deployed: RehearsalWorkspace;
  let count = 0;

  beforeAll(async () => {
    opened = await openWorkspace(await written("main", stackWith({})), options);
    deployed = opened.workspace.copy(join(opened.directory, "deployed"));
    expect(await deployed.everywhere("apply", "-auto-approve")).toMatchObject({ code: 0 });
  });
  afterAll(async () => {
    await closeWorkspace(opened);
    rmSync(root, { recursive: true, force: true });
  });

  function written(name: string, configuration: Written) {
    const directory = join(root, String(count++), name);
    mkdirSync(directory, { recursive: true });
    const files = Object.entries(configuration).filter(([file]) => file.endsWith(".tf"));
    if (files.length === 0) writeFileSync(join(directory, "cdk.tf.json"), JSON.stringify(configuration));
    for (const [file, text] of files) writeFileSync(join(directory, file), String(text));
    return readDirectory(directory);
  }

  /** Upgrades a copy of what is deployed. */
  async function upgradeTo(
    configuration: Written,
    name = "main",
  ): Promise<Upgrade & { readonly next: RehearsalWorkspace }> {
    const found = await written(name, configuration);
    const next = await nextVersion(deployed, `next-${count}`, found, opened, options);
    const { phases, findings, judged, leftBehind } = await rehearseUpgrade(deployed, next);
    const files = readdirSync(next.directory, { recursive: true, encoding: "utf8" });
    expect(files.filter((file) => file.endsWith(".plan"))).toEqual([]);
    return { phases, findings, judged, leftBehind, next };
  }
  const namesOf = ({ phases }: Upgrade) => phases.map(({ name, ok }) => (ok ? name : `${name} FAILED`));

  it("keeps everything when nothing changes", async () => {
    const result = await upgradeTo(stackWith({}));
    expect(result).toMatchObject({ findings: [], judged: [{ stack: "main", changed: [], ...KEPT }], leftBehind: [] });
    expect(result.phases).toMatchObject([
      { stack: "main", name: "upgrade plan", ok: true, result: "no changes" },
      { stack: "main", name: "upgrade", ok: true, result: "0 added, 0 changed, 0 destroyed" },
      { stack: "main", name: "plan after the upgrade", ok: true, result: "no changes" },
    ]);
  });

  const renamedFirewall = { web: { ...NETWORK.google_compute_firewall.web, name: "web-2" } };

  it("passes a change in place and a firewall that is made again", async () => {
    const settings = { ...DATABASE.settings, user_labels: { tier: "new" } };
    const result = await upgradeTo(
      stackWith({
        google_compute_firewall: renamedFirewall,
        google_sql_database_instance: { main: { ...DATABASE, settings } },
      }),
    );
    expect(result).toMatchObject({
      findings: [],
      judged: [{ ...KEPT, changed: [SQL], replaced: ["google_compute_firewall.web"] }],
    });
    expect(result.phases[0]).toMatchObject({ result: "1 changed, 1 replaced" });
    expect(result.next.objects()).toContain("google_compute_firewall projects/p1/global/firewalls/web-2");
    expect(deployed.objects()).toContain("google_compute_firewall projects/p1/global/firewalls/web");
  });

  it("stops before the apply when the database has another name, and names the address, the attribute and both values", async () => {
    const result = await upgradeTo(
      stackWith({
        google_compute_firewall: renamedFirewall,
        google_sql_database_instance: { main: { ...DATABASE, name: "db" } },
      }),
    );
    expect(result.findings).toEqual([
      {
        severity: "error",
        summary: `The upgrade of main does not keep ${SQL}`,
        subject: SQL,
        detail: expect.stringMatching(
          /would be replaced: name can't be changed in place \("database" -> "db"\)\. Every row.*What to do: give name the old value;/s,
        ) as string,
      },
    ]);
    expect(namesOf(result)).toEqual(["upgrade plan"]);
    expect(result.next.objects()).toEqual(deployed.objects());
  });

  it("also names what has prevent_destroy and holds no data, and everything else that would be lost", async () => {
    const lifecycle = { prevent_destroy: true };
    const result = await upgradeTo(
      stackWith({
        google_compute_firewall: { web: { ...renamedFirewall.web, lifecycle } },
        google_sql_database_instance: { main: { ...DATABASE, name: "db" } },
      }),
    );
    expect(result.findings.map(({ subject }) => subject)).toEqual(["google_compute_firewall.web", SQL]);
    expect(result.findings[0]?.detail).toContain("It has prevent_destroy, so a deploy would be refused.");
    expect(readFileSync(join(result.next.folderOf("main"), "cdk.tf.json"), "utf8")).toContain('"prevent_destroy":true');
  });

  it("judges HCL with prevent_destroy in the same way, and takes no other protection off", async () => {
    const others = { "network.tf.json": JSON.stringify(stackWith({ google_sql_database_instance: undefined })) };
    const database = (name: string, tier: string) =>
      `resource "google_sql_database_instance" "main" {
        name                = "${name}"
        database_version    = "POSTGRES_16"
        deletion_protection = true
        settings {
          tier        = "db-f1-micro"
          edition     = "ENTERPRISE"
          user_labels = { tier = "${tier}" }
        }
        depends_on = [google_project_service.sql]
        lifecycle {
          prevent_destroy = true
        }
      }`;
    const hcl = async (name: string, tier: string) => {
      const found = await written("main", { "database.tf": database(name, tier) });
      writeFileSync(join(found.directory, "network.tf.json"), others["network.tf.json"]);
      const next = await nextVersion(deployed, `hcl-${count}`, await readDirectory(found.directory), opened, options);
      return { ...(await rehearseUpgrade(deployed, next)), next };
    };
    const lost = await hcl("db", "old");
    expect(lost.findings).toMatchObject([{ subject: SQL, detail: expect.stringContaining("name can't be") as string }]);
    const kept = await hcl("database", "new");
    expect(kept).toMatchObject({ findings: [], judged: [{ ...KEPT, changed: [SQL] }] });
    const { code, output } = await kept.next.run("main", "destroy", "-auto-approve", `-target=${SQL}`);
    expect({ code, refused: output.includes("deletion_protection") }).toEqual({ code: 1, refused: true });
  });

  const another: Resources = { google_sql_database_instance: { "Database-Resource": DATABASE } };
  const to = "google_sql_database_instance.Database-Resource";

  it("stops when the address of the database changes, and says which moved block keeps it", async () => {
    const result = await upgradeTo(stackWith(another));
    expect(result).toMatchObject({ judged: [{ added: [to], destroyed: [SQL] }], findings: [{ subject: SQL }] });
    expect(result.findings[0]?.detail).toContain(
      `What to do: a \`moved\` block from ${SQL} to ${to} keeps it under its new address.`,
    );
  });

  it("passes the new address with that moved block", async () => {
    const result = await upgradeTo(stackWith(another, { moved: [{ from: SQL, to }] }));
    expect(result).toMatchObject({ findings: [], judged: [{ ...KEPT, moved: [{ from: SQL, to }] }] });
  });

  it("leaves a database alone that a removed block lets go", async () => {
    const removed = [{ from: SQL, lifecycle: { destroy: false } }];
    const result = await upgradeTo(stackWith({ google_sql_database_instance: undefined }, { removed }));
    expect(result).toMatchObject({ findings: [], judged: [{ ...KEPT, forgotten: [SQL] }] });
    expect(result.next.objects()).toContain("google_sql_database_instance projects/p1/instances/database");
  });

  it("finds a stack that the newer version does not have, and applies nothing", async () => {
    const result = await upgradeTo(stackWith({}), "renamed");
    expect(result.findings).toHaveLength(1);
    expect(result.findings[0]).toMatchObject({ summary: "The newer version has no stack 'main'", subject: "main" });
    expect(result.findings[0]?.detail).toMatch(
      /\(5 resources\), and nothing manages that any more\.\nIt holds data: 1 google_sql_database_instance\.\nWhat to do: keep the stack and its name;/,
    );
    expect(result.leftBehind).toEqual([{ stack: "main", resources: 5, holdingData: [SQL] }]);
    expect(namesOf(result)).toEqual(["upgrade plan"]);
    expect(result.next.objects()).toEqual(deployed.objects());
  });

  it("tells what Terraform said when the newer version can't be planned", async () => {
    const result = await upgradeTo(
      stackWith({ google_compute_network: { main: { name: "${google_missing.main.id}" } } }),
    );
    expect(result).toMatchObject({ judged: [], findings: [{ summary: "The upgrade plan of main fails" }] });
    expect(result.findings[0]?.detail).toContain("google_missing");
    expect(namesOf(result)).toEqual(["upgrade plan FAILED"]);
  });

  it("tells what Terraform said when the newer version can't be applied, and has no plan file left", async () => {
    const secret = { secret_id: "a", replication: { auto: {} } };
    const result = await upgradeTo(stackWith({ google_secret_manager_secret: { main: secret } }));
    expect(result).toMatchObject({
      judged: [{ added: ["google_secret_manager_secret.main"] }],
      findings: [{ summary: "The upgrade of main fails", subject: "google_secret_manager_secret.main" }],
    });
    expect(result.findings[0]?.detail).toContain("secretmanager.googleapis.com");
    expect(namesOf(result)).toEqual(["upgrade plan", "upgrade FAILED"]);
    expect(existsSync(join(result.next.folderOf("main"), "upgrade.plan"))).toBe(false);
  });

  it("says what the plan after the upgrade still wants", async () => {
    const result = await upgradeTo(stackWith({ terraform_data: { main: { input: "${timestamp()}" } } }));
    expect(result.findings).toMatchObject([
      {
        summary: "The plan after the upgrade of main is not empty",
        detail: expect.stringContaining("terraform_data.main will be updated in-place") as string,
      },
    ]);
    expect(namesOf(result)).toEqual(["upgrade plan", "upgrade", "plan after the upgrade FAILED"]);
  });
});
