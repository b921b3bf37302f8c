import { joined } from "../../../policies/mutation/paths";
import { butSame, harmless, hurts, remove, set } from "../../../policies/mutation/paths/path-table";
import { percentOf, reaches } from "../../../policies/mutation/score";
import { expectArgument, NOT_APPLICABLE } from "../../../policies/rule";
import { mutate, type CommandWorld } from "../../../tools/mutate/command";
import { HelmError } from "../../../sandbox/kubernetes/helm";
import { environment, row, TODAY } from "./environment";

const tls = row("tls", { appliesTo: ["db"], evaluate: (db) => expectArgument(db, "tls", true) });
const table = joined({
  data: {
    db: {
      tls: butSame(hurts(set(false), remove), set("yes"), "the provider reads it as true"),
      size: hurts(set(0)),
      zone: harmless("every zone is alike"),
    },
  },
  edge: { cache: { "": hurts(remove) } },
});

function called(args: string, more: Partial<CommandWorld> = {}) {
  const printed: string[] = [];
  const errors: string[] = [];
  const files: Record<string, string> = {};
  let time = TODAY.getTime();
  const code = mutate(args.split(" ").filter(Boolean), {
    print: (text) => printed.push(text),
    printError: (text) => errors.push(text),
    now: () => new Date((time += 3000)),
    write: (file, content) => (files[file] = content),
    render: () =>
      (["dev", "prod"] as const).map((name) =>
        environment(name, { db: { main: { tls: true, size: 4, zone: "a", extra: 1 } }, cache: { c: {} } }),
      ),
    rows: [tls],
    table,
    ...more,
  });
  return { code, out: printed.join("\n"), errors: errors.join("\n"), files };
}

describe("npm run mutate", () => {
  it("shows scores, survivors and what is the matter with the tables", () => {
    const { code, out, errors } = called("");
    expect(code).toBe(1);
    expect(out).toContain("cache  0/1  0.0 %\n  db     2/3  66.6 %");
    expect(out).toContain(
      "Survivors: (2)\n  cache.c: the whole: remove (survives in dev, prod)\n  db.main: size: set 0 (survives",
    );
    expect(out).toContain('db.main: tls: set "yes"; the provider reads it as true');
    expect(out).toContain('Called equivalent, yet a rule finds it: (1)\n  db.main: tls: set "yes"; found by tls');
    expect(out).toContain("db: extra: no entry; rendered in db.main");
    expect(out).toMatch(/Mutation score: 2 of 4, 50\.0 % \(10 changed stacks of dev, prod\)$/);
    expect(errors).toMatch(/dev: \d+ changed stacks judged so far/);
  });

  it("shows survivors alone, and one type alone", () => {
    const { out } = called("--survivors --only db");
    expect(out).toBe(
      "Survivors: (1)\n  db.main: size: set 0 (survives in dev, prod)\n\nMutation score: 2 of 3, 66.6 % (8 changed stacks of dev, prod)",
    );
  });

  it("writes a report for machines and a table for the README", () => {
    const { files } = called("--json m.json --markdown m.md");
    expect(JSON.parse(files["m.json"] ?? "")).toMatchObject({
      score: { killed: 2, total: 4 },
      survivors: [{ address: "cache.c" }, { address: "db.main", path: "size" }],
      equivalent: [{ equivalent: "the provider reads it as true" }],
      problems: { missing: [{ path: "extra" }] },
    });
    expect(files["m.md"]).toContain(
      "on 2026-11-21, without 1 after which everything is as before:\n\n| area | found | mutants | score |\n|---|---:|---:|---:|\n| data | 2 | 3 | 66.6 % |\n| edge | 0 | 1 | 0.0 % |\n| **all** | 2 | 4 | 50.0 % |\n",
    );
  });

  it("ends with 0 when enough was found and no rule failed", () => {
    expect(called("--at-least 50").code).toBe(0);
    expect(called("--at-least 50.1").code).toBe(1);
    const broken = row("broken", {
      appliesTo: ["cache"],
      evaluate: () => {
        throw new Error("cannot");
      },
    });
    const { code, out } = called("--at-least 0", { rows: [tls, broken] });
    expect(code).toBe(1);
    expect(out).toContain("Rules that failed: (1)\n  broken: the rule failed: cannot, in dev: as it is");
  });

  it("tries what nobody listed", () => {
    const picky = row("picky", { appliesTo: ["db"], evaluate: (db) => expectArgument(db, "zone", "a") });
    const { code, out } = called("--unlisted", { rows: [tls, picky] });
    expect(code).toBe(0);
    expect(out).toBe(
      [
        "Called harmless, yet a rule finds it: (1)",
        "  db.main: zone: remove; found by picky, called: every zone is alike",
        "",
        "Neither listed nor harmless, and nobody finds it: (2)",
        "  db.main: size: remove (survives in dev, prod)",
        "  db.main: extra: remove (survives in dev, prod)",
        "",
        "1 contradictions, 2 changes that nobody thought of",
      ].join("\n"),
    );
  });

  it("says what it can't understand", () => {
    expect(called("--frobnicate")).toMatchObject({
      code: 2,
      errors: expect.stringContaining("--frobnicate") as string,
    });
    expect(called("--at-least many").errors).toContain("--at-least must be a number from 0 to 100, got 'many'");
    expect(called("--only nothing").errors).toContain("got 'nothing'; one of cache, db");
    expect(called("--help")).toMatchObject({
      code: 0,
      out: expect.stringContaining("Usage: npm run mutate") as string,
    });
  });

  it("says what helm says, and nothing of other defects", () => {
    const failing = (error: Error) => ({
      render: () => {
        throw error;
      },
    });
    const refused = called("", failing(new HelmError("chart", ["no such chart"])));
    expect(refused).toMatchObject({ code: 2, errors: expect.stringContaining("no such chart") as string });
    expect(() => called("", failing(new Error("a defect")))).toThrow("a defect");
  });

  it("proves nothing without mutants", () => {
    expect(called("", { table: {} })).toMatchObject({
      code: 1,
      out: expect.stringContaining("0 of 0, no mutants") as string,
    });
    expect(
      called("--at-least 0", { rows: [row("none", { appliesTo: "every", evaluate: () => NOT_APPLICABLE })] }).code,
    ).toBe(0);
  });
});

it("never rounds up", () => {
  expect(percentOf({ killed: 9499, total: 10000 })).toBe("94.9 %");
  expect(reaches({ killed: 9499, total: 10000 }, 95)).toBe(false);
  expect(reaches({ killed: 95, total: 100 }, 95)).toBe(true);
});
