import { joined } from "../../../policies/mutation/paths";
import {
  add,
  butSame,
  harmless,
  hurts,
  onlyWhen,
  remove,
  set,
  type PathTable,
} from "../../../policies/mutation/paths/path-table";
import { run } from "../../../policies/mutation/run";
import { tableProblems } from "../../../policies/mutation/table-problems";
import { unlistedMutants } from "../../../policies/mutation/unlisted";
import { expectArgument } from "../../../policies/rule";
import { environment, row, shown, TODAY } from "./environment";

const stack = environment("prod", {
  db: { main: { name: "m", tls: true, rule: { match: { config: ["a"] } }, labels: { "a.b/c": "x" } } },
});
const problems = (table: PathTable) => {
  const found = tableProblems(joined({ test: table }), [stack]);
  const lines = (list: typeof found.missing) => list.map(({ path, problem }) => `${path}: ${problem}`);
  return {
    missing: found.missing.map(({ path }) => path),
    blocks: found.blocks.map(({ path }) => path),
    stale: lines(found.stale),
    words: lines(found.words),
  };
};
const some = harmless("nobody reads it");

describe("what the tables leave out", () => {
  it("is every value, and every block, of a type without a table", () => {
    expect(problems({})).toEqual({
      missing: ["name", "tls", "rule.match.config[]", "labels"],
      blocks: ["rule", "rule.match", "rule.match.config"],
      stale: [],
      words: [],
    });
  });

  it("is not what an entry above covers, whether it says [] or not", () => {
    expect(problems({ db: { name: some, tls: some, "rule[]": some, labels: some } }).missing).toEqual([]);
    expect(problems({ db: { name: some, tls: some, "rule[].match": some, labels: some } })).toMatchObject({
      missing: [],
      blocks: ["rule"],
    });
  });

  it("is everything below a whole that must not be removed, and nothing below one that may", () => {
    expect(problems({ db: { "": hurts(remove) } }).missing).toHaveLength(4);
    expect(problems({ db: { "": some } })).toEqual({ missing: [], blocks: [], stale: [], words: [] });
  });

  it("includes ephemeral resources, data sources and objects", () => {
    const object = { apiVersion: "v1", kind: "Role", metadata: { name: "r" } };
    const more = environment("prod", {}, [object], {
      json: { data: { zone: { z: { a: 1 } } }, ephemeral: { s: { s: { b: 1 } } } },
    });
    expect(tableProblems({}, [more]).missing.map(({ type, path }) => `${type} ${path}`)).toEqual([
      "data.zone a",
      "ephemeral.s b",
      "Role apiVersion",
      "Role kind",
      "Role metadata.name",
    ]);
    expect(tableProblems({}, [more], "Role").missing).toHaveLength(3);
  });
});

it("entries that come to nothing are stale", () => {
  const table: PathTable = {
    db: {
      "": some,
      size: hurts(remove),
      "rule[].absent": hurts(add("x")),
      tls: hurts(set(false), set(true)),
      name: onlyWhen(hurts(remove), () => false, "only of old databases"),
    },
    cache: { "": some },
  };
  expect(problems(table).stale).toEqual([
    "size: no environment renders this path",
    "tls: 'set true' changes nothing anywhere",
    "name: its condition holds for nothing",
    ": no environment renders this type",
  ]);
});

it("entries have to make sense", () => {
  const table: PathTable = {
    db: {
      name: harmless("a name"),
      tls: butSame(hurts(set(false)), set(false), "default is the same"),
      labels: { changes: [], equivalent: [] },
      rule: { ...hurts(remove), harmless: "nobody reads it" },
    },
  };
  expect(problems(table).words).toEqual([
    "name: 'a name' is no reason",
    "tls: 'set false' both hurts and doesn't",
    "labels: it says nothing",
    "rule: it both hurts and is harmless",
  ]);
});

it("what nobody listed is tried all the same", () => {
  const tls = row("tls", { appliesTo: ["db"], evaluate: (db) => expectArgument(db, "tls", true) });
  const table = joined({ test: { db: { tls: some, name: hurts(remove), rule: some, labels: hurts(set({})) } } });
  const { outcomes, equivalent } = run({
    environments: [stack],
    rows: [tls],
    mutants: (subject, environment) => unlistedMutants(subject, table, environment),
    today: TODAY,
  });
  expect(equivalent.map(shown)).toEqual([
    "tls: remove | prod:tls",
    "tls: set false | prod:tls",
    "rule: remove | prod:-",
    "rule.match: remove | prod:-",
    "rule.match.config: remove | prod:-",
    "rule.match.config[a]: remove | prod:-",
  ]);
  expect(outcomes.map(shown)).toEqual(["labels: remove | prod:-"]);
});
