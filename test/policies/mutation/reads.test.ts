import { noting, type Part } from "../../../policies/mutation/reads";
import { RenderedCluster } from "../../../policies/rendered/rendered-cluster";
import { RenderedStack } from "../../../policies/rendered/rendered-stack";

function readsOf(read: (stack: RenderedStack) => unknown): readonly Part[] {
  const reads = new Set<Part>();
  const stack = new RenderedStack("s", { resource: { a: { x: { name: "n" } } } }, () => new RenderedCluster([]));
  read(noting(stack, reads));
  return [...reads];
}

/** Members that exist today, and what reading each means. */
it.each<[string, (stack: RenderedStack) => unknown, readonly Part[]]>([
  ["the name", ({ name }) => name, []],
  ["resources", ({ resources }) => resources, ["resources"]],
  ["data sources", ({ dataSources }) => dataSources, ["dataSources"]],
  ["settings", ({ settings }) => settings, ["settings"]],
  ["a type", (stack) => stack.ofType("a"), ["type a"]],
  ["the JSON", ({ json }) => json, ["json"]],
  ["objects", ({ cluster }) => cluster.objects, ["objects"]],
  ["unknown releases", ({ cluster }) => cluster.unknown, ["objects"]],
  ["a kind", ({ cluster }) => cluster.ofKind("Role", "shop"), ["kind Role"]],
  ["pods", ({ cluster }) => cluster.withPods(), ["pods"]],
])("notes a read of %s", (_, read, expected) => {
  expect(readsOf(read)).toEqual(expected);
});

it("takes what it doesn't know for a read of everything", () => {
  class Larger extends RenderedStack {
    public readonly index = new Map([["x", 1]]);
    public lookUp(): number | undefined {
      return this.index.get("x");
    }
    public first(): unknown {
      return this.resources[0];
    }
  }
  const reads = new Set<Part>();
  const stack = noting(new Larger("s", {}), reads) as Larger;
  stack.first();
  expect([...reads]).toEqual(["resources"]);
  expect(stack.lookUp()).toBe(1);
  expect([...reads]).toContain("everything");
});

it("gives the rule the same stack", () => {
  readsOf((stack) => {
    expect(stack).toBeInstanceOf(RenderedStack);
    expect(stack.ofType("a").map(({ address }) => address)).toEqual(["a.x"]);
    const [target] = stack.resources;
    expect(target !== undefined && stack.refersTo("${a.x.id}", target)).toBe(true);
  });
});
