import { type Block, type GraphNode } from "../../../sandbox/time/graph";
import { FAMILIES, LATENCIES } from "../../../sandbox/time/latencies";
import { durationOf, latencyRow, type Action, type Duration } from "../../../sandbox/time/latency";
import { renderedStacks } from "./support";

const ACTIONS: readonly Action[] = ["create", "update", "delete"];

const node = (type: string, block: Block = {}, mode: GraphNode["mode"] = "resource"): GraphNode => ({
  address: `${type}.x`,
  mode,
  type,
  block,
  path: "x",
});

const durations: readonly (readonly [string, Duration])[] = [
  ...Object.entries(LATENCIES),
  ...FAMILIES.map(({ types, latency }) => [String(types), latency] as const),
].flatMap(([name, latency]) => [
  ...ACTIONS.map((action) => [`${name} ${action}`, latency[action]] as const),
  ...(latency.variants ?? []).flatMap(({ whenSet, durations: variant }) =>
    Object.entries(variant).map(([action, duration]) => [`${name} with ${whenSet} ${action}`, duration] as const),
  ),
]);

describe("the latencies", () => {
  // the first test renders every stack
  jest.setTimeout(60_000);
  it("have a row or a family with a reason for every type that a stack of cliscale renders", () => {
    const types = [...renderedStacks().values()].flatMap(({ json }) => Object.keys(json.resource ?? {}));

    expect(types.filter((type) => latencyRow(type) === undefined)).toEqual([]);
    expect(FAMILIES.filter(({ reason }) => reason.length < 10)).toEqual([]);
    expect(new Set(types).size).toBeGreaterThan(40);
  });

  it("have rows for types that some stack renders only", () => {
    const types = new Set([...renderedStacks().values()].flatMap(({ json }) => Object.keys(json.resource ?? {})));

    expect(Object.keys(LATENCIES).filter((type) => !types.has(type))).toEqual([]);
  });

  it.each(durations)("of %s rise from low to high and name their source", (_name, { low, typical, high, source }) => {
    expect([low, typical, high]).toEqual([low, typical, high].sort((left, right) => left - right));
    expect(low).toBeGreaterThanOrEqual(0);
    expect(source).not.toBe("");
  });

  it("are reported, not estimated, for what takes longest", () => {
    const long = durations.filter(([name, { typical }]) => name.endsWith("create") && typical > 30);

    expect(long.filter(([, { basis }]) => basis !== "reported")).toEqual([]);
    expect(long.length).toBeGreaterThan(3);
  });

  it("name a page, an issue, a pull request or a log where they are reported", () => {
    const unsourced = durations.filter(
      ([, { basis, source }]) => basis === "reported" && !/https:\/\/|\blogs?\b/.test(source),
    );

    expect(unsourced.map(([name]) => name)).toEqual([]);
  });
});

describe("durationOf", () => {
  it("takes a type's own row before its family's", () => {
    expect(durationOf(node("google_compute_network"), "create").typical).toBe(22);
    expect(durationOf(node("google_compute_ssl_policy"), "create").typical).toBe(12);
  });

  it("takes a replica's duration for a replica", () => {
    expect(durationOf(node("google_sql_database_instance"), "create").typical).toBe(600);
    expect(durationOf(node("google_sql_database_instance", { master_instance_name: "a" }), "create").typical).toBe(437);
    expect(durationOf(node("google_sql_database_instance", { master_instance_name: "a" }), "delete").typical).toBe(138);
  });

  it.each([
    ["an API that stays enabled", node("google_project_service", { disable_on_destroy: false }), 0],
    ["an API that is disabled", node("google_project_service"), 22],
    ["a key ring", node("google_kms_key_ring"), 0],
    ["what is abandoned", node("google_sql_user", { deletion_policy: "ABANDON" }), 0],
    ["a user", node("google_sql_user"), 4],
    ["a data source", node("google_project", {}, "data"), 0],
  ])("deletes %s in %s seconds", (_what, what, seconds) => {
    expect(durationOf(what, "delete").typical).toBe(seconds);
  });

  it("reads a data source of the API in a second, and computes local values in none", () => {
    expect(durationOf(node("google_project", {}, "data"), "create").typical).toBe(1);
    expect(durationOf(node("tls_private_key", {}, "ephemeral"), "create").typical).toBe(0);
  });

  it("refuses a type that nobody timed", () => {
    expect(() => durationOf(node("aws_vpc"), "create")).toThrow(
      "no latency for aws_vpc.x: add a row for aws_vpc, or a family, to sandbox/time/latencies.ts",
    );
  });
});
