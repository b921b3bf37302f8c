import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { CATALOG } from "../../policies/catalog";
import { LEVELS } from "../../policies/levels";
import { RenderedStack, type Block } from "../../policies/rendered/rendered-stack";
import { RenderedCluster, type RenderedObject } from "../../policies/rendered/rendered-cluster";
import { type ObjectRule, type Verdict } from "../../policies/rule";
import { FIXTURES } from "./fixtures";
import { type Fixture } from "./fixtures/fixture";

const files = readdirSync(join(__dirname, "../../policies/rules"), { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith(".ts"))
  .map((file) => basename(file, ".ts"));

function judge(id: string, fixture: Fixture): Verdict | undefined {
  const rule = CATALOG.find((row) => row.id === id)?.rule;
  if ("object" in fixture) {
    const objects = [fixture.object, ...(fixture.others ?? [])].map((object) => ({
      object,
      namespace: "default",
      path: "",
    }));
    const cluster = new RenderedCluster(objects);
    const [subject] = cluster.objects;
    return rule === undefined || !("kinds" in rule) || subject === undefined || !isFor(rule, subject)
      ? undefined
      : rule.evaluate(subject, new RenderedStack("stack", {}, () => cluster));
  }
  const section: Record<"resource" | "data", Record<string, Record<string, Block>>> = { resource: {}, data: {} };
  const add = (type: string, name: string, block: Block) => {
    const where = type.startsWith("data.") ? section.data : section.resource;
    const plain = type.replace(/^data\./, "");
    where[plain] = { ...where[plain], [name]: block };
  };
  add(fixture.type, "it", fixture.arguments);
  (fixture.others ?? []).forEach(([type, block], index) => add(type, `other${index}`, block));
  const stack = new RenderedStack("stack", section);
  const subject = stack.ofType(fixture.type).find(({ address }) => address === `${fixture.type}.it`);
  if (subject === undefined || rule === undefined || !("appliesTo" in rule)) {
    return undefined;
  }
  return rule.appliesTo === "every" || rule.appliesTo.includes(subject.type)
    ? rule.evaluate(subject, stack)
    : { status: "compliant" };
}

function isFor({ kinds }: ObjectRule, { kind, pod }: RenderedObject): boolean {
  return kinds === "every" || (kinds === "pods" ? pod !== undefined : kinds.includes(kind));
}

describe.each(Object.entries(FIXTURES))("%s", (id, fixtures) => {
  it.each(fixtures.map((fixture) => [fixture.expected, fixture.title, fixture] as const))(
    "is %s: %s",
    (expected, _, fixture) => {
      const verdict = judge(id, fixture);
      expect(verdict?.status).toBe(expected);
      expect(verdict?.status === "non-compliant" ? verdict.findings.join("\n") : "").toContain(fixture.finding ?? "");
    },
  );
});

describe("the pack", () => {
  it("has one row for each rule file, of the same name", () => {
    expect(CATALOG.map(({ id }) => id).sort()).toEqual(files.sort());
    expect(new Set(CATALOG.map(({ rule }) => rule)).size).toBe(CATALOG.length);
  });

  it("has a passing and a failing fixture for each rule", () => {
    const lacking = CATALOG.filter(
      ({ id }) =>
        !["compliant", "non-compliant"].every((side) => (FIXTURES[id] ?? []).some(({ expected }) => expected === side)),
    );
    expect(lacking.map(({ id }) => id)).toEqual([]);
  });

  it("says of each failing fixture what is wrong", () => {
    const silent = Object.values(FIXTURES)
      .flat()
      .filter(({ expected, finding }) => expected === "non-compliant" && (finding ?? "").length < 10);
    expect(silent.map(({ title }) => title)).toEqual([]);
  });

  it.each(CATALOG.map((row) => [row.id, row] as const))("has complete words for %s", (_, row) => {
    for (const words of [row.fact, row.why, row.fix]) {
      expect(words.length).toBeGreaterThan(5);
      expect(words).not.toMatch(/\.$/);
    }
    expect(row.references.filter((reference) => reference.startsWith("https://"))).not.toHaveLength(0);
    expect(Object.keys(row.level).sort()).toEqual(["dev", "prod", "sandbox", "staging"]);
    expect(["error", "warning"]).toContain(row.level.prod);
  });

  it("is listed in the README with its levels", () => {
    const readme = readFileSync(join(__dirname, "../../policies/README.md"), "utf8");
    const listed = [...readme.matchAll(/^\| `([a-z0-9-]+)` \| ([a-z ]+) \|/gm)].map(([, id, level]) => [id, level]);
    const words = new Map<unknown, string>([
      [LEVELS.everywhere, "everywhere"],
      [LEVELS.production, "production"],
      [LEVELS.outsideSandbox, "outside the sandbox"],
      [LEVELS.recommended, "recommended"],
    ]);
    expect(listed).toEqual(CATALOG.map(({ id, level }) => [id, words.get(level)]));
  });
});
