import { mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join, resolve } from "node:path";
import { killPoints, sample, singleFaults } from "../../../sandbox/faults/enumerate";
import { type Fault } from "../../../sandbox/faults/fault";
import { type FaultOptions, rehearseFault } from "../../../sandbox/faults/rehearse-fault";
import { readDirectory } from "../../../sandbox/any-stack/read-directory";
import { closeWorkspace, type OpenedWorkspace, openWorkspace } from "../../../sandbox/rehearsal/prepare";
import { runUndisturbed, type Undisturbed } from "../../../sandbox/rehearsal/undisturbed";
import { buildSandbox } from "../terraform";

jest.setTimeout(600_000);

const onceEnabled = (api: string) => ({ depends_on: [`google_project_service.${api}`] });
const api = (service: string) => ({ service: `${service}.googleapis.com`, disable_on_destroy: false });

const STACK = {
  terraform: {
    required_providers: {
      google: { source: "hashicorp/google", version: "6.50.0" },
      random: { source: "hashicorp/random", version: "3.7.2" },
    },
  },
  provider: { google: { project: "p1", region: "europe-west1" } },
  resource: {
    google_project_service: {
      compute: api("compute"),
      secrets: api("secretmanager"),
      iam: api("iam"),
      sql: api("sqladmin"),
    },
    google_compute_network: { main: { name: "main", auto_create_subnetworks: false, ...onceEnabled("compute") } },
    google_compute_subnetwork: {
      nodes: { name: "nodes", network: "${google_compute_network.main.id}", ip_cidr_range: "10.0.0.0/20" },
    },
    google_secret_manager_secret: {
      main: { secret_id: "database", replication: { auto: {} }, ...onceEnabled("secrets") },
    },
    google_secret_manager_secret_version: {
      main: {
        secret: "${google_secret_manager_secret.main.id}",
        secret_data_wo: "${ephemeral.random_password.main.result}",
        secret_data_wo_version: 1,
      },
    },
    google_service_account: { app: { account_id: "app-account", ...onceEnabled("iam") } },
    google_secret_manager_secret_iam_member: {
      app: {
        secret_id: "${google_secret_manager_secret.main.secret_id}",
        role: "roles/secretmanager.secretAccessor",
        member: "${google_service_account.app.member}",
      },
    },
    google_sql_database_instance: {
      main: {
        name: "database",
        database_version: "POSTGRES_16",
        deletion_protection: false,
        settings: { tier: "db-f1-micro", edition: "ENTERPRISE" },
        ...onceEnabled("sql"),
      },
    },
  },
  ephemeral: { random_password: { main: { length: 20 } } },
};

const NETWORK = "google_compute_network.main";
const SQL = "google_sql_database_instance.main";
const MEMBER = "google_secret_manager_secret_iam_member.app";

describe("a rehearsal with real Terraform", () => {
  const stackDirectory = realpathSync(mkdtempSync(join(tmpdir(), "rehearsed-")));
  let opened: OpenedWorkspace;
  let undisturbed: Undisturbed;
  const rehearse = (fault: Fault, options: FaultOptions = { destroy: true }) =>
    rehearseFault(undisturbed, fault, options);

  beforeAll(async () => {
    writeFileSync(join(stackDirectory, "cdk.tf.json"), JSON.stringify(STACK));
    opened = await openWorkspace(await readDirectory(stackDirectory), {
      projectDirectory: resolve(__dirname, "../../.."),
      main: buildSandbox(),
    });
    undisturbed = await runUndisturbed(opened);
  });
  afterAll(async () => {
    await closeWorkspace(opened);
    rmSync(stackDirectory, { recursive: true, force: true });
  });

  function faultOf(id: string): Fault {
    const found = singleFaults(STACK).find((fault) => fault.id === id);
    if (found === undefined) throw new Error(`no fault is called ${id}`);
    return found;
  }

  it("begins with an undisturbed run, which it measures others by", () => {
    expect(undisturbed.changes).toBe(11);
    expect(undisturbed.things).toHaveLength(22);
    expect(undisturbed.things).toContain("google_sql_database_instance projects/p1/instances/database");
    expect(undisturbed.things).toContain(`${basename(stackDirectory)}: google_sql_database_instance.main`);
    expect(undisturbed.remains).toEqual([]);
  });

  it.each([
    // an error stops the apply, nothing was done
    [`create/${NETWORK}/error-403`, "Error creating google_compute_network: googleapi: Error 403"],
    // done, but nobody heard of it
    [`create/${NETWORK}/lost-reply`, "EOF"],
    [`create/${SQL}/timeout`, "timeout while waiting for state to become 'DONE'"],
    // processes die
    [`create/${SQL}/crash-after`, "Plugin did not respond"],
    [`create/${MEMBER}/kill-after`, "killed"],
    // other moments
    ["create/state/lock", "Error acquiring the state lock"],
    ["open/ephemeral.random_password.main/kill-before", "killed"],
  ])("%s fails once and recovers with the next run", async (id, message) => {
    const result = await rehearse(faultOf(id));
    expect(result.errors.flat().join("\n")).toContain(message);
    expect(result).toMatchObject({ verdict: "recovered", moreRuns: 1, missing: [], extra: [] });
  });

  it.each([
    [`create/${SQL}/crash-after`, "Plugin did not respond"],
    [`create/${NETWORK}/kill-after`, "killed"],
  ])("%s recovers where processes really end", async (id, message) => {
    const result = await rehearse(faultOf(id), { withProcesses: true, destroy: true });
    expect(result.errors.flat().join("\n")).toContain(message);
    expect(result).toMatchObject({ verdict: "recovered", moreRuns: 1, missing: [], extra: [] });
  });

  it("does not stop for what is slow, nor for what the provider repeats by itself", async () => {
    const slow = await rehearse(faultOf(`create/${SQL}/slow`));
    expect(slow).toMatchObject({ verdict: "recovered", moreRuns: 0, errors: [] });
    const short = await rehearse({ ...faultOf(`create/${SQL}/error-503`), times: 3 });
    expect(short).toMatchObject({ verdict: "recovered", moreRuns: 0, errors: [] });
  });

  it("does not recover by itself where the API refuses a repeated create: the object has to be imported", async () => {
    const result = await rehearse({ ...faultOf(`create/${NETWORK}/lost-reply`), repeat: "refused" });
    expect(result.verdict).toBe("not-recovered");
    expect(result.moreRuns).toBe(2);
    expect(result.errors.at(-1)?.join("\n")).toContain(
      "googleapi: Error 409: The resource 'projects/p1/global/networks/main' already exists, alreadyExists",
    );
  });

  it("says so when the fault never struck", async () => {
    const result = await rehearse({
      ...faultOf(`create/${NETWORK}/crash-before`),
      where: { name: "nobody" },
    });
    expect(result).toMatchObject({ verdict: "not-struck", moreRuns: 0 });
  });

  it.each(sample(killPoints(11), "1", 1).map((fault) => [fault.id, fault] as const))(
    "%s, where everything is killed, recovers",
    async (_id, fault) => {
      const result = await rehearse(fault);
      expect(result.errors[0]).toEqual(["killed"]);
      expect(result).toMatchObject({ verdict: "recovered", missing: [], extra: [] });
    },
  );
});
