import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readDirectory, type FoundDirectory } from "../../../sandbox/any-stack/read-directory";
import { rehearse } from "../../../sandbox/rehearsal/rehearse";
import { asOlder } from "../../../sandbox/upgrade/older-version";
import { ROOT } from "../../support/environments";
import { buildSandbox } from "../terraform";
import { DATABASE, stackWith } from "./small-stack";

jest.setTimeout(600_000);

const SQL = "google_sql_database_instance.main";
const TITLE = "v0.1.0 (1a2b3c4d5e)";

describe("a rehearsal with an older version", () => {
  const root = realpathSync(mkdtempSync(join(tmpdir(), "older-version-")));
  afterAll(() => rmSync(root, { recursive: true, force: true }));

  let count = 0;
  /** A cdktf output with these stacks, or a single synthesized stack. */
  function written(stacks: Readonly<Record<string, object>>): Promise<FoundDirectory> {
    const directory = join(root, String(count++));
    for (const [name, configuration] of Object.entries(stacks)) {
      const folder = join(directory, "stacks", name);
      mkdirSync(folder, { recursive: true });
      writeFileSync(join(folder, "cdk.tf.json"), JSON.stringify(configuration));
    }
    return readDirectory(directory);
  }
  const main = buildSandbox();
  const rehearseBoth = (found: FoundDirectory, older: FoundDirectory) =>
    rehearse(found, {
      title: "main",
      projectDirectory: ROOT,
      resultsDirectory: root,
      main,
      older: { title: TITLE, found: older },
    });
  const unprotected = { ...DATABASE, lifecycle: {} };
  const small = (database: object = {}, more: object = {}) =>
    stackWith({ google_sql_database_instance: { main: { ...unprotected, ...database } } }, more);

  it("reports the upgrade and each of its commands, behind the life of today's version", async () => {
    const settings = { ...DATABASE.settings, user_labels: { tier: "new" } };
    const report = await rehearseBoth(await written({ main: small({ settings }) }), await written({ main: small() }));
    expect(report.findings).toEqual([]);
    expect(report.phases.map(({ name, result }) => [name, result])).toEqual([
      ["create", "5 added, 0 changed, 0 destroyed"],
      ["second plan", "no changes"],
      ["destroy", "5 destroyed"],
      [`deploy ${TITLE}`, "5 added, 0 changed, 0 destroyed"],
      ["upgrade plan", "1 changed"],
      ["upgrade", "0 added, 1 changed, 0 destroyed"],
      ["plan after the upgrade", "no changes"],
    ]);
    expect(report.phases.every(({ ok, seconds }) => ok && seconds > 0)).toBe(true);
    expect(report.upgrade).toEqual({ from: TITLE, added: 0, changed: 1, replaced: [], destroyed: [], dataLost: [] });
  });

  it("goes through the stacks in their order, and names every loss also where what comes before is not upgraded", async () => {
    const backend = (name: string) => ({ local: { path: `/nowhere/${name}.tfstate` } });
    const withBackend = (stack: object, name: string) => {
      const { terraform, ...rest } = stack as { readonly terraform: object };
      return { terraform: { ...terraform, backend: backend(name) }, ...rest };
    };
    const data = (database: object, output: string) =>
      withBackend(small(database, { output: { [output]: { value: `\${${SQL}.name}` } } }), "data");
    const app = (output: string, secret: string) => ({
      terraform: {
        backend: backend("app"),
        required_providers: { google: { source: "hashicorp/google", version: "6.50.0" } },
      },
      provider: { google: { project: "p1" } },
      data: { terraform_remote_state: { data: { backend: "local", config: backend("data").local } } },
      resource: {
        google_project_service: { secrets: { service: "secretmanager.googleapis.com", disable_on_destroy: false } },
        google_secret_manager_secret: {
          main: {
            secret_id: secret,
            replication: { auto: {} },
            labels: { database: `\${data.terraform_remote_state.data.outputs.${output}}` },
            depends_on: ["google_project_service.secrets"],
          },
        },
      },
    });
    const older = await written({ app: app("name", "a"), data: data({}, "name") });
    const upgraded = await rehearseBoth(
      await written({ app: app("new_name", "a"), data: data({}, "new_name") }),
      older,
    );
    // only the upgraded stack has the output that the other one reads
    expect(upgraded.findings).toEqual([]);
    expect(upgraded.phases.slice(-6).map(({ stack, name }) => `${stack}: ${name}`)).toEqual([
      "data: upgrade plan",
      "data: upgrade",
      "app: upgrade plan",
      "app: upgrade",
      "data: plan after the upgrade",
      "app: plan after the upgrade",
    ]);

    const twice = await rehearseBoth(
      await written({ app: app("name", "b"), data: data({ name: "db" }, "name") }),
      older,
    );
    expect(twice.findings.map(({ subject }) => subject)).toEqual([SQL, "google_secret_manager_secret.main"]);
    expect(twice.upgrade?.dataLost).toEqual([SQL, "google_secret_manager_secret.main"]);
    expect(twice.phases.at(-1)).toMatchObject({ stack: "app", name: "upgrade plan" });

    const once = await rehearseBoth(
      await written({ app: app("new_name", "a"), data: data({ name: "db" }, "new_name") }),
      older,
    );
    expect(once.findings.map(({ subject }) => subject)).toEqual([SQL]);
    expect(once.phases.at(-1)).toMatchObject({
      stack: "app",
      name: "upgrade plan",
      ok: true,
      result: "not planned: the stacks before it are not upgraded",
    });
  });

  it("finds a stack that only the older version has, and counts what it holds as lost", async () => {
    const report = await rehearseBoth(await written({ renamed: small() }), await written({ main: small() }));
    expect(report.findings.map(({ summary }) => summary)).toEqual(["The newer version has no stack 'main'"]);
    expect(report.upgrade).toMatchObject({ added: 5, dataLost: ["main (1 resource with data)"] });
  });

  it("says that it is the older version which today's sandbox refuses, not the upgrade", async () => {
    const secret = { google_secret_manager_secret: { main: { secret_id: "a", replication: { auto: {} } } } };
    const report = await rehearseBoth(await written({ main: small() }), await written({ main: stackWith(secret) }));
    expect(report.findings).toMatchObject([
      {
        severity: "error",
        summary: `The older version itself fails, not the upgrade: today's sandbox can't deploy ${TITLE}`,
        subject: "google_secret_manager_secret.main",
      },
    ]);
    expect(report.findings[0]?.detail).toMatch(
      /secretmanager\.googleapis\.com.*\nThe law api-enabled: .*What to do: rehearse the upgrade from a later version\.$/s,
    );
    expect(report.phases.at(-1)).toMatchObject({ name: `deploy ${TITLE}`, ok: false });
    expect(report.upgrade).toBeUndefined();
  });

  it("is refused before anything is deployed when the older version can't run here at all", async () => {
    const required_providers = { google: { source: "hashicorp/google", version: "5.0.0" } };
    const older = await written({ main: small({}, { terraform: { required_providers } }) });
    await expect(rehearseBoth(await written({ main: small() }), older)).rejects.toThrow(
      new RegExp(
        `^It is the older version that can't be rehearsed, not this one: ${TITLE.replace(/[().]/g, "\\$&")}:\n- .*version '5\\.0\\.0'`,
      ),
    );
  });

  describe("that is a directory", () => {
    const directory = (path: string, ...names: readonly string[]): FoundDirectory => ({
      directory: path,
      stacks: names.map((name) => ({ name, directory: path, modules: [], dependencies: [] })),
    });
    const output = (path: string, ...names: readonly string[]): FoundDirectory => ({
      directory: path,
      stacks: names.map((name) => ({ name, directory: join(path, name), modules: [], dependencies: [] })),
    });
    const namesOf = ({ stacks }: FoundDirectory) => stacks.map(({ name }) => name);

    it("is the same stack under another directory's name", () => {
      expect(namesOf(asOlder(directory("/a/v1", "v1"), directory("/a/v2", "v2")))).toEqual(["v2"]);
    });

    it("has the names that a synth gave its stacks", () => {
      expect(namesOf(asOlder(output("/a/v1", "app"), output("/a/v2", "other")))).toEqual(["app"]);
      expect(namesOf(asOlder(output("/a/v1", "app", "data"), output("/a/v2", "app")))).toEqual(["app", "data"]);
      expect(namesOf(asOlder(directory("/a/v1", "v1"), output("/a/v2", "app", "data")))).toEqual(["v1"]);
    });
  });
});
