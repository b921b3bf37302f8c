import { mkdtempSync, readFileSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { GoogleProvider } from "@cdktf/provider-google/lib/provider";
import { App, TerraformStack } from "cdktf";
import { PostgresDatabase } from "../../constructs/cloud-sql";
import { Network } from "../../constructs/network";
import { Secret, SecretStore, SecretValue } from "../../constructs/secret-manager";
import { unsealPayload } from "../../sandbox/cloud/payloads";
import { VERSION_TYPE } from "../../sandbox/cloud/secret-versions";
import { Store } from "../../sandbox/cloud/store";
import { buildSandbox, Workspace, type Outcome } from "./terraform";

const MINUTES = 60_000;
const place = { project: "cliscale-test", region: "europe-west1" };
const directory = realpathSync(mkdtempSync(join(tmpdir(), "password-")));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

/** An application that can't use IAM: its password, and a connection string around it, at one version. */
function synth(version: number): void {
  const app = new App({ outdir: directory });
  const stack = new TerraformStack(app, "reports");
  new GoogleProvider(stack, "google", place);
  const network = new Network(stack, "Network", {
    ...place,
    name: "reports",
    nodeRange: "10.10.0.0/20",
    podRange: "10.20.0.0/16",
    serviceRange: "10.30.0.0/20",
    privateServiceRange: "10.40.0.0/16",
  });
  const database = new PostgresDatabase(stack, "Database", {
    ...place,
    network,
    name: "reports",
    tier: "db-custom-2-7680",
    deletionProtection: false,
  });
  const store = new SecretStore(stack, "Secrets", { project: place.project, deletionProtection: false });
  const password = new Secret(stack, "Password", {
    store,
    name: "reports-password",
    value: SecretValue.generated(),
    version,
    readers: 0,
  });
  const { userName } = database.addPasswordUser("reports", password.storedValue());
  const { name } = database.addDatabase("reports");
  new Secret(stack, "DatabaseUrl", {
    store,
    name: "reports-url",
    value: SecretValue.composed(
      `postgresql://${userName}:${password.storedValue().value}@127.0.0.1:5432/${name}?sslmode=disable`,
    ),
    version,
  });
  app.synth();
}

describe("A database user with a password", () => {
  synth(1);
  const workspace = new Workspace(buildSandbox(), join(directory, "stacks", "reports"), join(directory, "cloud"));
  const payload = (secret: string, number: number): string => {
    const store = new Store(workspace.cloud);
    const { key } = store
      .list(VERSION_TYPE)
      .find((version) => version.key.endsWith(`/${secret}/versions/${number}`)) ?? { key: "" };
    return unsealPayload(store, VERSION_TYPE, key) ?? "";
  };
  const failure = ({ code, output }: Outcome) => ({ code, output: code === 0 ? "" : output });
  const seen: string[] = [];
  const deploy = async () => {
    for (const command of [["plan", "-out=saved.plan"], ["apply", "saved.plan"], ["show"], ["show", "-json"]]) {
      const outcome = await workspace.run(...command);
      expect(failure(outcome)).toEqual({ code: 0, output: "" });
      seen.push(outcome.output);
      if (command[0] === "plan") {
        seen.push((await workspace.run("show", "-json", "saved.plan")).output);
      }
    }
    seen.push(...workspace.artifacts().map((file) => readFileSync(file, "latin1")));
  };

  it(
    "has the password that the application's URL holds, and neither plan nor state does",
    async () => {
      workspace.serve();
      await workspace.init();
      await deploy();

      const password = payload("reports-password", 1);
      expect(password).toMatch(/^[A-Za-z0-9_-]{40,}$/);
      expect(payload("reports-url", 1)).toBe(`postgresql://reports:${password}@127.0.0.1:5432/reports?sslmode=disable`);
      expect(seen.join("\n")).toContain("google_sql_user");
      expect(seen.filter((text) => text.includes(password))).toEqual([]);
    },
    5 * MINUTES,
  );

  it(
    "gets another one in both places when the version is raised",
    async () => {
      const before = payload("reports-password", 1);
      synth(2);
      workspace.serve();
      await deploy();

      const password = payload("reports-password", 2);
      expect(password).not.toBe(before);
      expect(payload("reports-url", 2)).toContain(`:${password}@`);
      expect(seen.filter((text) => text.includes(password) || text.includes(before))).toEqual([]);
      expect((await workspace.run("plan")).output).toContain("No changes.");
    },
    5 * MINUTES,
  );
});
