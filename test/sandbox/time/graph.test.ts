import { getReferencesInExpression } from "@cdktf/hcl2json";
import { deployGraph, reversed, type DeployGraph } from "../../../sandbox/time/graph";
import { withModuleDependencies } from "../../../sandbox/time/modules";
import { referencesIn } from "../../../sandbox/time/references";
import { chart, graphOf, renderedStacks } from "./support";

const edgesOf = ({ edges }: DeployGraph): readonly string[] => edges.map(({ from, to }) => `${from} -> ${to}`);

describe("referencesIn", () => {
  it.each([
    ["a reference", "${google_network.a.id}", [["google_network.a", "id"]]],
    ["a name with dashes", "${google_network.a-b_c.id}", [["google_network.a-b_c", "id"]]],
    ["an index", "${google_network.a.hosts[0].name}", [["google_network.a", "hosts"]]],
    ["a data source", "${data.google_project.p.number}", [["data.google_project.p", "number"]]],
    ["an ephemeral resource", "${ephemeral.tls_private_key.k.pem}", [["ephemeral.tls_private_key.k", "pem"]]],
    [
      "two in a function",
      '${jsonencode(join("/", [google_a.b.id, google_c.d.name]))}',
      [
        ["google_a.b", "id"],
        ["google_c.d", "name"],
      ],
    ],
    ["one in a string in an expression", '${upper("x ${google_a.b.id} }")}', [["google_a.b", "id"]]],
    ["one behind quotes and braces", '{"a": "google_c.d.id", "b": ${google_a.b.id}}', [["google_a.b", "id"]]],
    ["one behind a comment", '${merge(\n  {}, # "x\n  /* } */ google_a.b.id, // }\n)}', [["google_a.b", "id"]]],
    ["none in a comment", "${merge(\n  {}, # google_a.b.id\n  {} // google_a.b.id\n)}", []],
    [
      "one in a heredoc in an expression, and one behind it",
      '${jsonencode(<<-X\n  an X "${google_a.b.id}\n  X\n  , google_c.d.name)}',
      [
        ["google_a.b", "id"],
        ["google_c.d", "name"],
      ],
    ],
    ["one in a directive", '%{if google_a.b.id != ""}x%{endif}', [["google_a.b", "id"]]],
    ["an escaped directive as text", "%%{if google_a.b.id}", []],
    ["text in quotes as text", '${upper("google_a.b.id")}', []],
    ["an escaped interpolation as text", "$${google_a.b.id}", []],
    ["plain text as text", "google_a.b.id", []],
  ])("reads %s", (_what, value, expected) => {
    expect(referencesIn({ argument: value }).map(({ address, reads }) => [address, reads])).toEqual(expected);
  });

  it("says in which argument a reference stands, without list positions", () => {
    expect(referencesIn({ settings: [{ network: "${google_a.b.id}" }] })).toEqual([
      { address: "google_a.b", argument: "settings.network", reads: "id" },
    ]);
  });

  it("follows locals, also of locals, and stops where they turn in a circle", () => {
    const locals: Record<string, string> = { a: "${local.b}", b: "${local.a} ${google_a.b.id}" };

    expect(referencesIn({ x: "${local.a}" }, (name) => locals[name]).map(({ address }) => address)).toEqual([
      "google_a.b",
    ]);
  });
});

describe("deployGraph", () => {
  it("has an edge for a reference, with the argument, and one for depends_on", () => {
    const { edges } = graphOf({
      "google_a.a": {},
      "google_a.b": { network: "${google_a.a.id}", depends_on: ["google_a.a", "google_a.c"] },
      "google_a.c": {},
    });

    expect(edges).toEqual([
      {
        from: "google_a.b",
        to: "google_a.a",
        reasons: [{ via: "reference", argument: "network", reads: "id" }, { via: "depends_on" }],
      },
      { from: "google_a.b", to: "google_a.c", reasons: [{ via: "depends_on" }] },
    ]);
  });

  it("lets everything of a provider wait for what the provider's configuration reads", () => {
    const graph = graphOf(
      { "google_container_cluster.c": {}, "helm_release.r": {}, "kubernetes_namespace_v1.n": {} },
      { provider: { helm: [{ kubernetes: { host: "${google_container_cluster.c.endpoint}" } }] } },
    );

    expect(edgesOf(graph)).toEqual(["helm_release.r -> google_container_cluster.c"]);
  });

  it("takes the provider's configuration with the alias that a block names", () => {
    const provider = { helm: [{}, { alias: "other", host: "${google_container_cluster.c.endpoint}" }] };
    const graph = graphOf(
      { "google_container_cluster.c": {}, "helm_release.a": {}, "helm_release.b": { provider: "helm.other" } },
      { provider },
    );

    expect(edgesOf(graph)).toEqual(["helm_release.b -> google_container_cluster.c"]);
  });

  it("leaves out metadata and what lifecycle ignores", () => {
    const graph = graphOf({
      "google_a.a": {},
      "google_a.b": { "//": { note: "${google_a.a.id}" }, lifecycle: { ignore_changes: ["${google_a.a.id}"] } },
    });

    expect(graph.edges).toEqual([]);
  });

  it("takes a block to be there whose count only decides that", () => {
    const count = "${google_a.b.enabled ? 1 : 0}";
    const stack = {
      resource: { google_a: { b: {} } },
      ephemeral: { google_a: { c: { count, of: "${google_a.b.id}" } } },
    };

    expect(deployGraph(stack).edges.map(({ from, to }) => [from, to])).toEqual([
      ["ephemeral.google_a.c", "google_a.b"],
    ]);
  });

  it.each([
    ["modules", { module: { m: {} } }, "modules aren't modeled"],
    ["count", { resource: { google_a: { a: { count: 2 } } } }, "google_a.a has count or for_each, which isn't modeled"],
    ["for_each", { data: { google_a: { a: { for_each: {} } } } }, "data.google_a.a has count or for_each"],
  ])("refuses %s", (_what, stack, message) => {
    expect(() => deployGraph(stack)).toThrow(message);
  });

  it("turns every edge around for a destroy", () => {
    expect(edgesOf(reversed(chart({ a: [], b: ["a"] })))).toEqual(["terraform_data.a -> terraform_data.b"]);
  });

  it("finds in every stack of cliscale what Terraform's own parser finds", async () => {
    const parsed = new Map<string, Promise<readonly string[]>>();
    for (const [name, { json }] of renderedStacks()) {
      const graph = deployGraph(json);
      const found = new Set(
        graph.edges
          .filter(({ reasons }) => reasons.some(({ via }) => via === "reference"))
          .map(({ from, to }) => `${from} ${to}`),
      );
      const expected = new Set<string>();
      for (const { address, block } of graph.nodes.values()) {
        for (const text of strings({ ...block, "//": undefined, depends_on: undefined, lifecycle: undefined })) {
          parsed.set(text, parsed.get(text) ?? addressesIn(text));
          (await parsed.get(text))?.forEach((to) => expected.add(`${address} ${to}`));
        }
      }
      expect({ name, edges: [...found].sort() }).toEqual({ name, edges: [...expected].sort() });
      expect(found.size).toBeGreaterThan(100);
    }
  }, 120_000);
});

describe("withModuleDependencies", () => {
  const graph = chart({ a1: [], a2: [], b1: ["a1"], b2: [] });

  it("lets everything in a module wait for everything in the modules it needs", () => {
    const { edges } = withModuleDependencies(graph, ({ path }) => path.slice(0, 1));

    expect(edges.map(({ from, to }) => `${from.at(-2)}${from.at(-1)}<-${to.at(-2)}${to.at(-1)}`).sort()).toEqual([
      "b1<-a1",
      "b1<-a2",
      "b2<-a1",
      "b2<-a2",
    ]);
  });

  it("adds nothing within a module", () => {
    expect(withModuleDependencies(graph, () => "one").edges).toEqual(graph.edges);
  });

  it("refuses modules that depend on each other, as Terraform does", () => {
    expect(() =>
      withModuleDependencies(chart({ a1: ["b1"], b1: [], b2: ["a1"] }), ({ path }) => path.slice(0, 1)),
    ).toThrow("modules depend on each other: a -> b -> a");
  });
});

function strings(value: unknown): readonly string[] {
  if (typeof value === "string") {
    return value.includes("${") ? [value] : [];
  }
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(strings) : [];
}

/** As a heredoc, since that may hold quotes as they are. */
async function addressesIn(text: string): Promise<readonly string[]> {
  const references = await getReferencesInExpression("stack.tf", `<<TEXT\n${text}\nTEXT\n`);
  return references.map(({ value }) => {
    const parts = value.split(".");
    return parts.slice(0, ["data", "ephemeral"].includes(parts[0] ?? "") ? 3 : 2).join(".");
  });
}
