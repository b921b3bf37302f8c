import { type DeployGraph, type Edge, type GraphNode } from "./graph";

/** What stands in which module. */
export type ModuleOf = (node: GraphNode) => string;

/**
 * The same resources, grouped into modules that say `depends_on` at the module: where one resource of a module needs one of
 * another, everything in the first waits for everything in the second, as Terraform does with a module's `depends_on`.
 * https://developer.hashicorp.com/terraform/language/meta-arguments/depends_on
 *
 * @throws Error when modules depend on each other in a circle, which Terraform refuses, too
 */
export function withModuleDependencies(graph: DeployGraph, moduleOf: ModuleOf): DeployGraph {
  const members = new Map<string, string[]>();
  const home = new Map<string, string>();
  for (const node of graph.nodes.values()) {
    const name = moduleOf(node);
    home.set(node.address, name);
    members.set(name, [...(members.get(name) ?? []), node.address]);
  }
  const needs = moduleNeeds(graph, home);
  const circle = circleIn(needs);
  if (circle !== undefined) {
    throw new Error(`modules depend on each other: ${circle.join(" -> ")}`);
  }
  const known = new Set(graph.edges.map(({ from, to }) => `${from} ${to}`));
  const added = [...needs].flatMap(([name, others]) =>
    [...others].flatMap((other) =>
      (members.get(name) ?? []).flatMap((from) =>
        (members.get(other) ?? [])
          .filter((to) => !known.has(`${from} ${to}`))
          .map((to): Edge => ({ from, to, reasons: [{ via: "depends_on" }] })),
      ),
    ),
  );
  return { nodes: graph.nodes, edges: [...graph.edges, ...added] };
}

/** Which modules each module needs. */
function moduleNeeds(
  { edges }: DeployGraph,
  home: ReadonlyMap<string, string>,
): ReadonlyMap<string, ReadonlySet<string>> {
  const needs = new Map<string, Set<string>>();
  for (const { from, to } of edges) {
    const [name = "", other = ""] = [home.get(from), home.get(to)];
    if (name !== other) {
      needs.set(name, (needs.get(name) ?? new Set()).add(other));
    }
  }
  return needs;
}

function circleIn(needs: ReadonlyMap<string, ReadonlySet<string>>): readonly string[] | undefined {
  const done = new Set<string>();
  const visit = (name: string, trail: readonly string[]): readonly string[] | undefined => {
    const start = trail.indexOf(name);
    if (start >= 0) {
      return [...trail.slice(start), name];
    }
    if (done.has(name)) {
      return undefined;
    }
    for (const other of needs.get(name) ?? []) {
      const circle = visit(other, [...trail, name]);
      if (circle !== undefined) {
        return circle;
      }
    }
    done.add(name);
    return undefined;
  };
  for (const name of needs.keys()) {
    const circle = visit(name, []);
    if (circle !== undefined) {
      return circle;
    }
  }
  return undefined;
}
