import { mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { readDirectory } from "../../../sandbox/any-stack/read-directory";
import { ordersOf } from "../../../sandbox/mutants/enumerate";
import { knowledge } from "../../../sandbox/mutants/known-values";
import { type MutantResult } from "../../../sandbox/mutants/mutant";
import { rehearseMutant, rehearseUnchanged, synthesized } from "../../../sandbox/mutants/rehearse-mutant";
import { mutantReport } from "../../../sandbox/mutants/report";
import { closeWorkspace, type OpenedWorkspace, openWorkspace } from "../../../sandbox/rehearsal/prepare";
import { runUndisturbed, type Undisturbed } from "../../../sandbox/rehearsal/undisturbed";
import { buildSandbox } from "../terraform";

jest.setTimeout(600_000);

const once = (...names: readonly string[]) => ({ depends_on: names });
const api = (service: string) => ({ service: `${service}.googleapis.com`, disable_on_destroy: false });

/** Each kind of order once: forced by a law, promised, needless, chosen by the API, implied by others. */
const STACK = {
  terraform: { required_providers: { google: { source: "hashicorp/google", version: "6.50.0" } } },
  provider: { google: [{ project: "p1", region: "europe-west1" }] },
  locals: { reader: "serviceAccount:${google_service_account.app.email}" },
  resource: {
    google_project_service: {
      compute: api("compute"),
      iam: api("iam"),
      secrets: api("secretmanager"),
      dns: api("dns"),
      scanning: api("containerscanning"),
      registry: api("artifactregistry"),
    },
    google_service_account: { app: { account_id: "app-account", ...once("google_project_service.iam") } },
    google_secret_manager_secret: {
      main: { secret_id: "main", replication: { auto: {} }, ...once("google_project_service.secrets") },
    },
    google_secret_manager_secret_iam_member: {
      app: {
        secret_id: "${google_secret_manager_secret.main.id}",
        role: "roles/secretmanager.secretAccessor",
        member: "${local.reader}",
      },
    },
    google_compute_network: {
      main: { name: "main", auto_create_subnetworks: false, ...once("google_project_service.compute") },
    },
    google_compute_router: { main: { name: "main", network: "${google_compute_network.main.id}" } },
    google_compute_address: { main: { name: "main", ...once("google_project_service.compute") } },
    google_dns_managed_zone: { main: { name: "main", dns_name: "a.example.", ...once("google_project_service.dns") } },
    google_dns_record_set: {
      main: {
        managed_zone: "${google_dns_managed_zone.main.name}",
        name: "www.a.example.",
        type: "A",
        ttl: 300,
        rrdatas: ["${google_compute_address.main.address}"],
        // follows from the zone
        ...once("google_project_service.dns"),
      },
    },
    google_artifact_registry_repository: {
      main: {
        repository_id: "images",
        format: "DOCKER",
        location: "europe-west1",
        ...once("google_project_service.registry", "google_project_service.scanning", "google_compute_network.main"),
      },
    },
  },
};

const NETWORK = "google_compute_network.main";
const REPOSITORY = "google_artifact_registry_repository.main";
const SECRET = "google_secret_manager_secret.main";
const MEMBER = "google_secret_manager_secret_iam_member.app";
const ACCOUNT = "google_service_account.app";

describe("mutants of a small stack under real Terraform", () => {
  const stackDirectory = realpathSync(mkdtempSync(join(tmpdir(), "mutated-")));
  const configuration: object = STACK;
  let opened: OpenedWorkspace;
  let undisturbed: Undisturbed;
  let name: string;
  const results: MutantResult[] = [];

  beforeAll(async () => {
    writeFileSync(join(stackDirectory, "cdk.tf.json"), JSON.stringify(STACK));
    opened = await openWorkspace(await readDirectory(stackDirectory), {
      projectDirectory: resolve(__dirname, "../../.."),
      main: buildSandbox(),
    });
    undisturbed = await runUndisturbed(opened);
    name = undisturbed.stacks[0]?.name ?? "";
  });
  afterAll(async () => {
    await closeWorkspace(opened);
    rmSync(stackDirectory, { recursive: true, force: true });
  });

  const orders = () => ordersOf({ name, configuration }, knowledge());

  async function rehearse(from: string, to: string): Promise<MutantResult> {
    const mutant = orders().mutants.find((one) => one.from === from && one.to === to);
    if (mutant === undefined) throw new Error(`no mutant takes the order of ${from} and ${to} out`);
    const result = await rehearseMutant(undisturbed, mutant, { record: opened.hosted.record, defaultApis: "none" });
    results.push(result);
    return result;
  }

  it("begin with the stack as it is, which keeps its promises in the strictest circumstances", async () => {
    expect(synthesized(undisturbed.empty, name)).toEqual(configuration);
    expect(await rehearseUnchanged(undisturbed)).toEqual({ defaultApis: "none", broken: [] });
  });

  it("are what takes an order away; the rest is listed with its reason", () => {
    const { mutants, equivalents } = orders();
    expect(mutants).toHaveLength(12);
    expect(equivalents.map(({ from, to, because }) => [from, to, because])).toEqual([
      [
        "google_dns_record_set.main",
        "google_compute_address.main",
        "address is chosen by the API and known only afterwards: Terraform itself keeps this order",
      ],
      [
        "google_dns_record_set.main",
        "google_project_service.dns",
        "the order follows from others: google_dns_record_set.main waits for google_dns_managed_zone.main, which waits for google_project_service.dns",
      ],
    ]);
  });

  it("are killed by the law that an order was kept for", async () => {
    expect(await rehearse(NETWORK, "google_project_service.compute")).toMatchObject({
      verdict: "killed",
      law: "api-enabled",
      phase: "create",
      create: "reversed",
    });
    const router = await rehearse("google_compute_router.main", NETWORK);
    expect(router).toMatchObject({ verdict: "killed", law: "reference-exists", create: "reversed" });
    expect(router.detail).toBe(
      "Error creating google_compute_router: googleapi: Error 404: The resource 'projects/p1/global/networks/main' was not found, notFound",
    );
  });

  it("are killed where the order was that of a value which anybody can write out, over a local too", async () => {
    const result = await rehearse(MEMBER, ACCOUNT);
    expect(result).toMatchObject({ verdict: "killed", law: "member-exists", phase: "create", create: "reversed" });
    expect(result.detail).toContain("Service account app-account@p1.iam.gserviceaccount.com does not exist");
  });

  it("are killed by the promise that an order was kept for, where no law asks for it", async () => {
    const result = await rehearse(REPOSITORY, "google_project_service.scanning");
    expect(result).toMatchObject({ verdict: "killed", law: "api-before-feature", phase: "create", create: "reversed" });
    expect(result.detail).toMatch(/^google_project_service p1\/containerscanning.googleapis.com was made after/);
  });

  it("survive where an order is needless: turned round both times, and nobody minds", async () => {
    expect(await rehearse(REPOSITORY, NETWORK)).toMatchObject({
      verdict: "survived",
      phase: "destroy",
      create: "reversed",
      destroy: "reversed",
      detail: "deployed, planned empty and destroyed, and nobody minded",
    });
  });

  it("are an error where the configuration breaks for another reason", async () => {
    const broken = { ...STACK, resource: { ...STACK.resource, google_secret_manager_secret: { main: {} } } };
    const base = { ...undisturbed, empty: undisturbed.empty.copy(join(opened.directory, "broken")) };
    writeFileSync(join(base.empty.folderOf(name), "cdk.tf.json"), JSON.stringify(broken));
    const mutant = { id: "m", stack: name, from: MEMBER, to: SECRET, reasons: [] };
    const result = await rehearseMutant(base, mutant, { record: opened.hosted.record });
    expect(result).toMatchObject({ verdict: "error", phase: "create", create: "not-seen" });
    expect(result.detail).toContain('The argument "secret_id" is required');
  });

  it("make a report that says how many were killed, by what", () => {
    const report = mutantReport(results, orders().equivalents);
    expect([report.total, report.killed]).toEqual([5, 4]);
    expect(report.mutants.filter(({ verdict }) => verdict === "equivalent")).toHaveLength(2);
    expect(report.mutants.find(({ from, to }) => from === MEMBER && to === ACCOUNT)).toMatchObject({
      verdict: "killed",
      law: "member-exists",
    });
    expect(() => mutantReport([{ ...(results[0] as MutantResult), verdict: "error", detail: "why" }], [])).toThrow(
      "is no rehearsal of a mutant, but a defect: why",
    );
  });
});
