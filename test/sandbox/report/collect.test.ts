import { readFileSync } from "node:fs";
import { join } from "node:path";
import { normalized } from "../../../sandbox/any-stack/configuration";
import { timedGraph } from "../../../sandbox/any-stack/timed-graph";
import { type CloudView, type Law, lawsByName } from "../../../sandbox/cloud/law";
import { LawRecord } from "../../../sandbox/cloud/law-record";
import { lawUses, stackReport } from "../../../sandbox/report/collect";
import { lawStatement } from "../../../sandbox/report/law-statements";
import { ROOT } from "../../support/environments";

const EMPTY: CloudView = { get: () => undefined, list: () => [], buried: () => undefined };

describe("what each law says", () => {
  it.each([...lawsByName().keys()])("has one sentence for %s", (name) => {
    expect(lawStatement(name)).toMatch(/^[A-Z][^\n]{10,}\.$/);
  });

  it("has no sentence for a law that is gone", () => {
    const source = readFileSync(join(ROOT, "sandbox/report/law-statements.ts"), "utf8");
    const named = [...source.matchAll(/^ {2}"([a-z-]+)":/gm)].map(([, name]) => name);
    expect(named.filter((name) => !lawsByName().has(name ?? ""))).toEqual([]);
    expect(named).toEqual([...named].sort());
  });
});

describe("what a report says of laws", () => {
  it("has every law, the one that judged most often first", () => {
    const record = new LawRecord();
    const refuse: Law = () => ({ message: "no" });
    const watched = record.watching(
      new Map([...lawsByName()].map(([name, law]) => [name, name === "in-use" ? refuse : law])),
    );
    const operation = { type: "t", key: "k", project: "p", before: null, after: null, now: "" };
    for (const law of watched) law({ action: "create", ...operation }, EMPTY);
    const uses = lawUses(record);
    expect(uses).toHaveLength(lawsByName().size);
    const judged = uses.map((use) => use.judged);
    expect(judged).toEqual([...judged].sort((one, other) => other - one));
    expect(judged).toContain(0);
    expect(uses.find(({ name }) => name === "in-use")).toEqual({
      name: "in-use",
      statement: "What something else uses is not deleted.",
      judged: 1,
      refused: 1,
    });
  });
});

describe("what a report says of a stack", () => {
  const reported = (resource: object, more: object = {}) => {
    const configuration = normalized({ resource, ...more });
    const timing = timedGraph(configuration);
    return stackReport(
      { name: "stack", folder: ".", configuration, providers: [], timing },
      { projectDirectory: ROOT, parallelism: 3 },
    );
  };
  const network = { main: { name: "main" } };
  const subnetwork = { main: { name: "nodes", network: "${google_compute_network.main.id}" } };

  it("has its blocks, why each waits for what, and three times", () => {
    const { name, blocks, edges, times, notTimed } = reported({
      google_compute_network: network,
      google_compute_subnetwork: subnetwork,
    });
    expect(name).toBe("stack");
    expect(notTimed).toBeUndefined();
    expect(blocks.map(({ address, type, mode }) => [address, type, mode])).toEqual([
      ["google_compute_network.main", "google_compute_network", "resource"],
      ["google_compute_subnetwork.main", "google_compute_subnetwork", "resource"],
    ]);
    expect(edges).toMatchObject([
      {
        from: "google_compute_subnetwork.main",
        to: "google_compute_network.main",
        reasons: ["network reads id"],
        law: expect.any(String) as string,
        because: expect.any(String) as string,
      },
    ]);
    expect(times.map(({ action }) => action)).toEqual(["create", "update", "delete"]);
  });

  it("says why it has no times, and still has blocks and edges, for a type that nobody has measured", () => {
    const { blocks, edges, times, notTimed } = reported({
      google_compute_network: network,
      google_dialogflow_agent: { main: { display_name: "${google_compute_network.main.id}" } },
    });
    expect(blocks).toHaveLength(2);
    expect(edges).toHaveLength(1);
    expect(times).toEqual([]);
    expect(notTimed).toContain("google_dialogflow_agent");
  });

  it("says why there is no graph", () => {
    const module = { app: { source: "./app" } };
    expect(reported({ google_compute_network: network }, { module })).toEqual({
      name: "stack",
      blocks: [],
      edges: [],
      times: [],
      notTimed: expect.stringContaining("module") as string,
    });
  });
});
