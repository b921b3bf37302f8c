import { readdirSync } from "node:fs";
import { basename, join } from "node:path";
import { CATALOG } from "../../policies/catalog";
import { RenderedStack, type Block } from "../../policies/rendered/rendered-stack";
import { RenderedCluster, type RenderedObject } from "../../policies/rendered/rendered-cluster";
import { type ObjectRule, type Verdict } from "../../policies/rule";
import { FIXTURES } from "./fixtures";
import { type Fixture, type ResourceFixture } from "./fixtures/fixture";
import { HelmError } from "../../sandbox/kubernetes/helm-error";
import { type UnknownRelease } from "../../policies/rendered/releases";
import { type KubernetesObject } from "../../sandbox/kubernetes/objects";

const files = readdirSync(join(__dirname, "../../policies/rules"), { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith(".ts"))
  .map((file) => basename(file, ".ts"));

/** The text of a stack that holds these, each under its name. */
function stackOf(parts: readonly (readonly [type: string, name: string, block: Block])[]): Record<string, unknown> {
  const json: Record<string, Record<string, unknown>> = {};
  for (const [type, name, block] of parts) {
    const [, section = "resource", rest = type] = /^(data|ephemeral|provider)\.(.*)$/.exec(type) ?? [];
    if (type === "terraform") {
      json.terraform = block;
    } else if (type === "output") {
      json.output = { ...json.output, [name]: block };
    } else if (section === "provider") {
      json.provider = { ...json.provider, [rest]: block };
    } else {
      json[section] = { ...json[section], [rest]: { ...(json[section]?.[rest] as Block | undefined), [name]: block } };
    }
  }
  return json;
}

const clusterOf = (objects: readonly KubernetesObject[], unknown: readonly UnknownRelease[] = []) =>
  new RenderedCluster(
    objects.map((object) => ({ object, namespace: "default", path: "" })),
    unknown,
  );

/** The judged release, when nothing is known of its objects. */
function refused({ type, refusal }: ResourceFixture): readonly UnknownRelease[] {
  const address = `${type}.it`;
  const error = refusal === undefined || refusal === "" ? undefined : new HelmError("values", [refusal]);
  return refusal === undefined ? [] : [{ path: address, address, why: refusal, error }];
}

function judge(id: string, fixture: Fixture): Verdict | undefined {
  const rule = CATALOG.find((row) => row.id === id)?.rule;
  if ("object" in fixture) {
    const cluster = clusterOf([fixture.object, ...(fixture.others ?? [])]);
    const [subject] = cluster.objects;
    const beside = (fixture.resources ?? []).map(([type, block], index) => [type, `other${index}`, block] as const);
    return rule === undefined || !("kinds" in rule) || subject === undefined || !isFor(rule, subject)
      ? undefined
      : rule.evaluate(subject, new RenderedStack("stack", stackOf(beside), () => cluster));
  }
  const beside = (fixture.others ?? []).map(([type, block], index) => [type, `other${index}`, block] as const);
  const json = stackOf([[fixture.type, "it", fixture.arguments], ...beside]);
  const stack = new RenderedStack("stack", json, () => clusterOf(fixture.objects ?? [], refused(fixture)));
  const subject = stack
    .ofType(fixture.type)
    .find(({ address }) => address === `${fixture.type}.it` || address === fixture.type);
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
});
