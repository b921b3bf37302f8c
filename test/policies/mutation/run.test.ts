import { LEVELS } from "../../../policies/levels";
import { withoutEnvironment } from "../../../policies/mutation/environment";
import { joined } from "../../../policies/mutation/paths";
import {
  add,
  butSame,
  dropEach,
  harmless,
  hurts,
  onlyWhen,
  remove,
  set,
} from "../../../policies/mutation/paths/path-table";
import { byTable, run, survivesIn } from "../../../policies/mutation/run";
import { valueAt } from "../../../policies/rendered/rendered-stack";
import { expectArgument, NOT_APPLICABLE, unknown, verdict, type ResourceRule } from "../../../policies/rule";
import { environment, mutated, row, shown, TODAY } from "./environment";

const tls = row("tls", { appliesTo: ["db"], evaluate: (db) => expectArgument(db, "tls", true) });
const lines = (...input: Parameters<typeof mutated>) => mutated(...input).outcomes.map(shown);
const db = (name: "dev" | "prod" | "sandbox", block = {}) =>
  environment(name, { db: { main: { tls: true, ...block } } });

describe("a mutant", () => {
  it("is killed by a new finding, and survives without one", () => {
    const table = { db: { tls: hurts(set(false), remove), size: hurts(set(0)), name: harmless("nobody reads it") } };
    expect(lines([db("prod", { size: 4, name: "x" })], table, tls)).toEqual([
      "tls: set false | prod:tls",
      "tls: remove | prod:tls",
      "size: set 0 | prod:-",
    ]);
  });

  it("survives when the finding was there before, also at another place of a list", () => {
    const open: ResourceRule = {
      appliesTo: ["firewall"],
      evaluate: ({ arguments: { rules } }) =>
        verdict((rules as readonly string[]).flatMap((one, at) => (one === "any" ? [`rules[${at}] is open`] : []))),
    };
    const firewall = environment("prod", { firewall: { f: { rules: ["10.0.0.0/8", "any"] } } });
    expect(
      lines([firewall], { firewall: { rules: hurts(dropEach, add("any"), add("all")) } }, row("open", open)),
    ).toEqual(["rules[10.0.0.0/8]: remove | prod:-", "rules[any]: remove | prod:-", 'rules: add "all" | prod:-']);
    expect(lines([firewall], { firewall: { "rules[]": hurts(set("any")) } }, row("open", open))).toEqual([
      'rules[10.0.0.0/8]: set "any" | prod:open',
    ]);
  });

  it("is one over all environments, and has to be found in each", () => {
    const table = { db: { tls: hurts(set(false)) } };
    const quiet = { ...tls, level: LEVELS.outsideSandbox };
    const result = mutated([db("sandbox"), db("dev"), db("prod")], table, quiet);
    expect(result.outcomes.map(shown)).toEqual(["tls: set false | sandbox:- dev:tls prod:tls"]);
    expect(result.outcomes.flatMap(survivesIn)).toEqual(["sandbox"]);
    expect(result.judged).toBe(3);
  });

  it("counts only where it can be made", () => {
    const table = { db: { replicas: hurts(remove), tls: hurts(set(true)) } };
    expect(lines([db("dev"), db("prod", { replicas: 2 })], table, tls)).toEqual(["replicas: remove | prod:-"]);
  });

  it("is the same under another project, another hash and another place in a list", () => {
    const named = (name: "dev" | "prod", hash: string, items: readonly object[]) =>
      environment(name, { db: { [`Grant-shop-${name}-1a2b-${name}_${hash}`]: { items } } });
    const environments = [
      named("dev", "0123ABCD", [{ name: "b" }]),
      named("prod", "89ABCDEF", [{ name: "a" }, { name: "b" }]),
    ];
    const { outcomes } = mutated(environments, { db: { items: hurts(dropEach) } });
    expect(outcomes.map(({ address }) => address)).toEqual(Array(2).fill("db.Grant-<project>-<environment>"));
    expect(outcomes.map(shown)).toEqual(["items[b]: remove | dev:- prod:-", "items[a]: remove | prod:-"]);
  });

  it("has to be found in both of two that are called the same", () => {
    const twins = environment("prod", { db: { A_00000001: { tls: true }, A_00000002: { tls: true, old: true } } });
    const half: ResourceRule = {
      appliesTo: ["db"],
      evaluate: (one) => (one.arguments.old === true ? NOT_APPLICABLE : expectArgument(one, "tls", true)),
    };
    expect(lines([twins], { db: { tls: hurts(remove) } }, row("half", half))).toEqual(["tls: remove | prod:-"]);
  });

  it("that changes nothing is listed and not counted, even when a rule finds it", () => {
    const table = { db: { tls: butSame(hurts(set(false)), remove, "the provider's default is true") } };
    const { outcomes, equivalent } = mutated([db("prod")], table, tls);
    expect(outcomes.map(shown)).toEqual(["tls: set false | prod:tls"]);
    expect(equivalent.map(shown)).toEqual(["tls: remove | prod:tls"]);
    expect(equivalent.map((one) => one.equivalent)).toEqual(["the provider's default is true"]);
  });

  it("is made only where its condition holds", () => {
    const table = { db: { tls: onlyWhen(hurts(remove), ({ size }) => size === 4, "small ones are caches") } };
    expect(lines([db("dev", { size: 1 }), db("prod", { size: 4 })], table, tls)).toEqual(["tls: remove | prod:tls"]);
  });
});

it("asks rules until one objects, unless all shall be asked", () => {
  const asked: string[] = [];
  const asking = (id: string) =>
    row(id, {
      appliesTo: ["db"],
      evaluate: (one) => {
        asked.push(id);
        return expectArgument(one, "tls", true);
      },
    });
  const rows = Array.from({ length: 12 }, (_, index) => asking(`rule-${index + 1}`));
  const table = { db: { tls: hurts(remove, set(false)) } };
  const input = { environments: [db("prod")], rows, mutants: byTable(joined({ test: table })), today: TODAY };
  const found = run(input).outcomes.map(({ foundBy }) => foundBy.prod?.length);
  // a group finds the first; what found it is asked first and alone about the second
  expect(found).toEqual([10, 1]);
  expect(asked.slice(12)).toEqual([...rows.slice(0, 10).map(({ id }) => id), "rule-1"]);
  expect(run({ ...input, thorough: true }).outcomes.map(({ foundBy }) => foundBy.prod?.length)).toEqual([12, 12]);
});

describe("what doesn't kill", () => {
  const table = { db: { tls: hurts(remove) } };

  it("a value that is unknown, a level that is off, a finding that was accepted", () => {
    const dunno = row("dunno", {
      appliesTo: ["db"],
      evaluate: ({ arguments: { tls } }) => (tls === true ? NOT_APPLICABLE : unknown("tls")),
    });
    const accepted = { id: "tls", path: "", reason: "nobody connects from outside" };
    expect(lines([db("prod")], table, dunno)).toEqual(["tls: remove | prod:-"]);
    expect(lines([{ ...db("prod"), exceptions: [accepted] }], table, tls)).toEqual(["tls: remove | prod:-"]);
  });

  it("a rule that fails; it is reported", () => {
    const throwing = row("throwing", {
      appliesTo: ["db"],
      evaluate: ({ arguments: { tls } }) => {
        if (tls === undefined) throw new Error("no tls");
        return NOT_APPLICABLE;
      },
    });
    const { outcomes, defects } = mutated([db("prod")], table, throwing);
    expect(outcomes.map(shown)).toEqual(["tls: remove | prod:-"]);
    expect(defects).toEqual([
      { rule: "throwing", environment: "prod", message: "the rule failed: no tls", mutant: "db.main tls: remove" },
    ]);
    expect(mutated([environment("dev", { db: { main: {} } })], {}, throwing).defects).toEqual([
      expect.objectContaining({ rule: "throwing", environment: "dev", mutant: undefined }),
    ]);
  });
});

describe("the rest of the stack", () => {
  /** Asks for a backup of each database, in three ways. */
  const ways: readonly ResourceRule["evaluate"][] = [
    (one, stack) =>
      verdict(stack.ofType("backup").some((backup) => backup.arguments.db === one.address) ? [] : ["no backup"]),
    (_, stack) => verdict(stack.resources.some(({ type }) => type === "backup") ? [] : ["no backup"]),
    (_, stack) => verdict(valueAt(stack.json, "resource.backup.nightly") === undefined ? ["no backup"] : []),
  ];

  it.each(ways)("is judged again where a rule read what was changed", (evaluate) => {
    const stack = environment("prod", { db: { main: {} }, backup: { nightly: { db: "db.main" } }, other: { o: {} } });
    const table = { backup: { "": hurts(remove) }, other: { "": hurts(remove) } };
    expect(lines([stack], table, row("backed-up", { appliesTo: ["db"], evaluate }))).toEqual([
      ": remove | prod:backed-up",
      ": remove | prod:-",
    ]);
  });

  it("counts data sources and ephemeral resources", () => {
    const stack = environment("prod", { db: { main: {} } }, [], {
      json: { data: { zone: { z: { private: true } } }, ephemeral: { secret: { s: { version: 1 } } } },
    });
    const table = { "data.zone": { private: hurts(set(false)) }, "ephemeral.secret": { version: hurts(remove) } };
    const zone = row("zone", { appliesTo: ["data.zone"], evaluate: (one) => expectArgument(one, "private", true) });
    const pinned = row("pinned", {
      appliesTo: ["db"],
      evaluate: (_, { json }) => verdict(valueAt(json, "ephemeral.secret.s.version") === 1 ? [] : ["not pinned"]),
    });
    expect(lines([stack], table, zone, pinned)).toEqual([
      "private: set false | prod:zone",
      "version: remove | prod:pinned",
    ]);
  });
});

describe("what a stack has besides resources", () => {
  const json = {
    provider: { google: [{ project: "p" }, { project: "p", alias: "other" }], tls: {} },
    output: { ip: { value: "1.2.3.4", sensitive: true } },
    terraform: { backend: { gcs: { bucket: "b" } } },
  };
  const stack = environment("prod", {}, [], { json });

  it.each<[string, string, unknown]>([
    ["provider.google", "project", { google: [{}, { project: "p", alias: "other" }], tls: {} }],
    ["provider.tls", "", { google: json.provider.google }],
    ["output", "sensitive", { ip: { value: "1.2.3.4" } }],
    ["terraform", "backend", {}],
  ])("is changed where it stands: %s", (type, path, expected) => {
    const seen: unknown[] = [];
    const looking = row("looking", {
      appliesTo: ["provider.google", "provider.tls", "output", "terraform"],
      evaluate: (_, { json: now }) => {
        seen.push(now[type.split(".")[0] ?? ""]);
        return verdict([]);
      },
    });
    mutated([stack], { [type]: { [path]: hurts(remove) } }, looking);
    expect(seen).toContainEqual(expected);
  });
});

describe("the tables of the areas", () => {
  it("are joined by type, and refuse a path that stands in two", () => {
    const a = { db: { "rule[].x": hurts(remove) } };
    expect(Object.keys(joined({ a, b: { db: { y: hurts(remove) } } }).db ?? {})).toEqual(["rule.x", "y"]);
    expect(() => joined({ a, b: { db: { "rule.x": hurts(remove) } } })).toThrow(
      "db: 'rule.x' stands in a and again in b",
    );
  });
});

it("a name is the same in every environment", () => {
  const dev = environment("dev", {}, [], { ownWords: { "dev.shop.com": "<domain>" } });
  expect(withoutEnvironment("cert.Certificate-devshopcom_0A1B2C3D", dev)).toBe("cert.Certificate-<domain>");
  expect(withoutEnvironment("HTTPRoute shop/dev.shop.com", dev)).toBe("HTTPRoute shop/<domain>");
  expect(withoutEnvironment("device-dev", dev)).toBe("device-<environment>");
});
