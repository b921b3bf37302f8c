import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { normalized } from "../../../sandbox/any-stack/configuration";
import { readResults, summarize } from "../../../sandbox/faults/campaign";
import { everyResourceAndKind, singleFaults } from "../../../sandbox/faults/enumerate";
import { type Result } from "../../../sandbox/faults/rehearse-fault";
import {
  campaignFindings,
  campaignReport,
  faultCampaign,
  type FaultPlan,
  faultsOf,
} from "../../../sandbox/rehearsal/fault-campaign";
import { closeWorkspace, type OpenedWorkspace } from "../../../sandbox/rehearsal/prepare";
import { runUndisturbed, type Undisturbed } from "../../../sandbox/rehearsal/undisturbed";
import { RehearsalWorkspace, type WorkspaceStack } from "../../../sandbox/rehearsal/workspace";
import { directoryWith, emptyDirectory, removeDirectories } from "../any-stack/directories";
import { buildSandbox } from "../terraform";
import { openStack, ROOT, SMALL } from "./support";

jest.setTimeout(300_000);
afterAll(removeDirectories);

const ids = (faults: readonly { readonly id: string }[]) => faults.map(({ id }) => id);

/** An undisturbed run that nobody ran. */
function undisturbedOf(...stacks: readonly object[]): Undisturbed {
  const all = stacks.map((stack, index): WorkspaceStack => {
    const timing = { notTimed: "a test" };
    return { name: `s${index}`, folder: `s${index}`, configuration: normalized({ ...stack }), providers: [], timing };
  });
  const directory = emptyDirectory();
  const workspace = new RehearsalWorkspace(directory, all);
  return { directory, stacks: all, empty: workspace, deployed: workspace, things: ["t"], remains: [], changes: 3 };
}

const plan = (more: Partial<FaultPlan> = {}): FaultPlan => ({ seed: "1", resultsDirectory: emptyDirectory(), ...more });

describe("each resource with each kind of fault", () => {
  it("is there exactly once, and the lock once for each command", () => {
    const every = everyResourceAndKind(SMALL, "1");
    const keys = every.map(({ id, kind, action }) =>
      kind === "lock" ? `lock ${action}` : `${id.split("/")[1]} ${kind}`,
    );
    expect([...keys].sort()).toEqual([...new Set(keys)].sort());
    const all = singleFaults(SMALL);
    const wanted = all.map(({ id, kind, action }) =>
      kind === "lock" ? `lock ${action}` : `${id.split("/")[1]} ${kind}`,
    );
    expect([...keys].sort()).toEqual([...new Set(wanted)].sort());
    expect(keys.filter((key) => key.startsWith("lock")).sort()).toEqual(["lock create", "lock delete"]);
    expect(ids(all)).toEqual(expect.arrayContaining(ids(every)));
  });

  it("is the same for a seed, and drawn otherwise for another one", () => {
    expect(everyResourceAndKind(SMALL, "1")).toEqual(everyResourceAndKind(SMALL, "1"));
    expect(ids(everyResourceAndKind(SMALL, "2"))).not.toEqual(ids(everyResourceAndKind(SMALL, "1")));
    expect(everyResourceAndKind(SMALL, "2")).toHaveLength(everyResourceAndKind(SMALL, "1").length);
  });
});

describe("the faults of a series", () => {
  const undisturbed = undisturbedOf(SMALL);
  const of = (more: Partial<FaultPlan>) => ids(faultsOf(undisturbed, plan(more)));

  it("are the same for a seed", () => {
    expect(of({})).toEqual(of({}));
    expect(of({ seed: "2" })).not.toEqual(of({}));
    expect(of({})).toHaveLength(everyResourceAndKind(SMALL, "1").length);
  });

  it("are every single one for 'all'", () => {
    expect([...of({ seed: "all" })].sort()).toEqual([...ids(singleFaults(SMALL))].sort());
  });

  it("begin with those of a smaller series, and are as many as there are", () => {
    const all = of({});
    for (const runs of [0, 1, 5, all.length, all.length + 1]) expect(of({ runs })).toEqual(all.slice(0, runs));
    expect(of({ seed: "all", runs: 3 })).toEqual(of({ seed: "all" }).slice(0, 3));
  });

  it("have kill points first, as many as were asked for, of two for each change", () => {
    expect(of({ kills: 2, runs: 1 })).toEqual([...of({ kills: 9, runs: 0 }).slice(0, 2), ...of({ runs: 1 })]);
    expect(of({ kills: 9, runs: 0 })).toHaveLength(6);
    expect(of({ kills: 9, runs: 0 })).toContain("create/kill/3/after-commit");
  });

  it("hold the lock of several stacks once", () => {
    const two = ids(faultsOf(undisturbedOf(SMALL, { resource: {} }), plan()));
    expect(two.filter((id) => id.includes("/state/lock")).sort()).toEqual(["create/state/lock", "delete/state/lock"]);
  });
});

describe("what is told of a series", () => {
  const faults = singleFaults(SMALL);
  const result = (id: string, more: Partial<Result> = {}): Result => {
    const fault = faults.find((one) => one.id === id) ?? { id, kind: "kill", action: "create" };
    return { fault, verdict: "recovered", moreRuns: 1, errors: [], missing: [], extra: [], seconds: 1, ...more };
  };
  const NETWORK = "google_compute_network.main";

  it("counts by kind of fault, and by how many more runs it took", () => {
    const results = [
      result(`create/${NETWORK}/error-503`),
      result(`delete/${NETWORK}/error-503`, { verdict: "doubled", moreRuns: 2 }),
      result(`create/${NETWORK}/error-403`, { moreRuns: 0 }),
      result("create/kill/1/before-commit"),
      result(`create/${NETWORK}/kill-before`),
    ];
    expect(campaignReport("7", summarize(results, 9))).toEqual({
      seed: "7",
      total: 9,
      done: 5,
      kinds: [
        { kind: "error 403", recovered: 1, done: 1 },
        { kind: "error 503", recovered: 1, done: 2 },
        { kind: "kill", recovered: 1, done: 1 },
        { kind: "kill point", recovered: 1, done: 1 },
      ],
      moreRuns: [1, 3, 1],
    });
    expect(campaignReport("7", summarize([], 9))).toEqual({ seed: "7", total: 9, done: 0, kinds: [], moreRuns: [0] });
  });

  it("is a finding for each fault that did not recover", () => {
    const lost = result(`create/${NETWORK}/slow`, {
      verdict: "lost",
      errors: [["Error: a", "Error: b"], ["Error: c"]],
      missing: ["x"],
      extra: ["y"],
    });
    expect(campaignFindings(summarize([result("create/kill/1/before-commit"), lost], 2))).toEqual([
      {
        severity: "error",
        summary: `After create/${NETWORK}/slow the system is lost`,
        subject: `create/${NETWORK}/slow`,
        detail: "run 1: Error: a Error: b\nrun 2: Error: c\nmissing: x\ntoo much: y",
      },
    ]);
  });
});

describe("a series with real Terraform", () => {
  const worker = join(dirname(buildSandbox()), "rehearsal", "worker.js");
  const resultsDirectory = emptyDirectory();
  let opened: OpenedWorkspace;
  let undisturbed: Undisturbed;
  beforeAll(async () => {
    opened = await openStack(SMALL);
    undisturbed = await runUndisturbed(opened);
  });
  afterAll(() => closeWorkspace(opened));

  const series = async (more: Partial<FaultPlan>, base = undisturbed) => {
    const rehearsed: string[] = [];
    const given = plan({ resultsDirectory, worker, ...more });
    const { summary, results } = await faultCampaign(base, given, ROOT, ({ fault }) => rehearsed.push(fault.id));
    return { summary, results, rehearsed };
  };

  it("is rehearsed by several processes, and goes on where it was stopped", async () => {
    const first = await series({ runs: 2, workers: 2 });
    expect(first.rehearsed).toHaveLength(2);
    expect(first.summary).toMatchObject({ total: 2, done: 2, verdicts: { recovered: 2 }, findings: [] });
    const second = await series({ runs: 3, workers: 2 });
    expect(second.results).toBe(first.results);
    expect(second.rehearsed).toHaveLength(1);
    expect(first.rehearsed).not.toContain(second.rehearsed[0]);
    expect(second.summary).toMatchObject({ total: 3, done: 3 });
    expect(readResults(first.results)).toHaveLength(3);
  });

  it("begins nothing after its time, and says how many are left", async () => {
    const { summary, rehearsed } = await series({ runs: 5, until: Date.now() });
    expect(rehearsed).toEqual([]);
    expect(summary).toMatchObject({ total: 5, done: 3 });
  });

  it("takes no results of stacks that were otherwise", async () => {
    const [stack] = undisturbed.stacks;
    const { google_compute_network, ...other } = SMALL.resource;
    const main = { ...google_compute_network.main, description: "another one" };
    const configuration = normalized({ ...SMALL, resource: { ...other, google_compute_network: { main } } });
    const stacks = stack === undefined ? [] : [{ ...stack, configuration }];
    const { summary, results } = await series({ runs: 3, until: Date.now() }, { ...undisturbed, stacks });
    expect(summary).toMatchObject({ total: 3, done: 0 });
    const names = readdirSync(resultsDirectory);
    expect(names.filter((name) => !/^faults-[0-9a-f]{12}\.jsonl$/.test(name))).toEqual([]);
    expect(names.map((name) => join(resultsDirectory, name))).not.toContain(results);
  });

  const dying = (body: string) => join(directoryWith({ "worker.js": body }), "worker.js");

  it("ends with a message when a process is gone, keeps what was done, and ends the other one", async () => {
    const directory = emptyDirectory();
    const body = `
      const { appendFileSync } = require("node:fs");
      process.on("disconnect", () => { appendFileSync(${JSON.stringify(join(directory, "ended"))}, "x"); process.exit(0); });
      let count = 0;
      process.on("message", (message) => {
        if (message.fault === undefined) return process.send({ result: "ready" });
        count += 1;
        if (message.fault.id === ${JSON.stringify(faultsOf(undisturbedOf(SMALL), plan())[1]?.id)}) process.exit(3);
        process.send({ result: { fault: message.fault, verdict: "recovered", moreRuns: 0, errors: [], missing: [], extra: [], seconds: 0 } });
      });`;
    const failing = series({ workers: 2, worker: dying(body), resultsDirectory: directory });
    await expect(failing).rejects.toThrow(
      /^A process that rehearses ended with code 3 while it rehearsed .*\/.*; the same command goes on after it$/,
    );
    const [name = ""] = readdirSync(directory).filter((file) => file.endsWith(".jsonl"));
    expect(readResults(join(directory, name)).length).toBeGreaterThanOrEqual(1);
  });

  it("ends with a message when a process can't even begin, or tells of a defect", async () => {
    await expect(series({ runs: 9, worker: dying("process.exit(4)") })).rejects.toThrow(
      "A process that rehearses ended with code 4; the same command goes on after it",
    );
    const defect = 'process.on("message", () => process.send({ defect: "Error: broken" }))';
    await expect(series({ runs: 9, worker: dying(defect) })).rejects.toThrow("Error: broken");
  });

  it("rehearses a fault again whose line was torn", async () => {
    const [name = ""] = readdirSync(resultsDirectory);
    const file = join(resultsDirectory, name);
    const whole = readFileSync(file, "utf8");
    writeFileSync(file, whole.slice(0, -5));
    const { rehearsed, summary } = await series({ runs: 3 });
    expect(rehearsed).toHaveLength(1);
    expect(summary).toMatchObject({ total: 3, done: 3 });
  });
});
