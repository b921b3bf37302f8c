import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { CATALOG } from "../../policies/catalog";
import { LEVELS } from "../../policies/levels";
import { RenderedStack, type Block } from "../../policies/rendered-stack";
import { type Verdict } from "../../policies/rule";
import { FIXTURES, type Fixture } from "./fixtures";

const files = readdirSync(join(__dirname, "../../policies/rules")).map((file) => file.replace(/\.ts$/, ""));

function judge(id: string, fixture: Fixture): Verdict | undefined {
  const resource: Record<string, Record<string, Block>> = { [fixture.type]: { it: fixture.arguments } };
  (fixture.others ?? []).forEach(([type, block], index) => {
    resource[type] = { ...resource[type], [`other${index}`]: block };
  });
  const stack = new RenderedStack("stack", { resource });
  const subject = stack.resources.find(({ address }) => address === `${fixture.type}.it`);
  const rule = CATALOG.find((row) => row.id === id)?.rule;
  if (subject === undefined || rule === undefined) {
    return undefined;
  }
  return rule.appliesTo === "every" || rule.appliesTo.includes(subject.type)
    ? rule.evaluate(subject, stack)
    : { status: "compliant" };
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
    expect(row.level.prod).toBe("error");
  });

  it("is listed in the README with its levels", () => {
    const readme = readFileSync(join(__dirname, "../../policies/README.md"), "utf8");
    const listed = [...readme.matchAll(/^\| `([a-z0-9-]+)` \| ([a-z ]+) \|/gm)].map(([, id, level]) => [id, level]);
    const words = new Map<unknown, string>([
      [LEVELS.everywhere, "everywhere"],
      [LEVELS.production, "production"],
      [LEVELS.outsideSandbox, "outside the sandbox"],
    ]);
    expect(listed).toEqual(CATALOG.map(({ id, level }) => [id, words.get(level)]));
  });

  it("contains these rules, so that none falls out in silence", () => {
    expect(CATALOG.map(({ id }) => id)).toEqual([
      "sql-private-only",
      "sql-high-availability",
      "sql-point-in-time-recovery",
      "sql-tls-only",
      "sql-deletion-protection",
      "gke-private-nodes",
      "gke-secrets-encrypted",
      "gke-workload-identity",
      "gke-deletion-protection",
      "gke-own-node-service-account",
      "iam-least-privilege",
      "iam-no-public-members",
      "no-service-account-keys",
      "no-secrets-in-state",
      "secret-rotation-notified",
      "no-placeholders",
      "armor-enforced",
      "registry-immutable-tags",
      "subnet-flow-logs",
      "tls-1-2-or-later",
      "dns-signed",
    ]);
  });
});
