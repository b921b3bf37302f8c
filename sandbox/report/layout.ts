import { layers, NOTHING, wayOf, type Box, type Layers, type Line, type Point } from "./layers";

/** What has to be placed. */
export interface Plan {
  /** Ids of boxes, all of one size. */
  readonly nodes: readonly string[];
  /** From left to right, between ids of {@link Plan.nodes}. */
  readonly edges: readonly Line[];
  /** The name of the box around a node, if it has one. */
  readonly groupOf: (node: string) => string | undefined;
  readonly width: number;
  readonly height: number;
}

/** Where everything goes. */
export interface Placed {
  readonly width: number;
  readonly height: number;
  readonly nodes: ReadonlyMap<string, Box>;
  readonly groups: ReadonlyMap<string, Box>;
  /** The way of each edge, in the order of {@link Plan.edges}. */
  readonly ways: readonly (readonly Point[])[];
}

/** Around everything. */
const MARGIN = 16;
/** Between a group's edge and what is in it; at the top, there is its name too. */
const PADDING = 12;
const HEADING = 26;

/**
 * Places a graph in layers from left to right, twice: the blocks within each group, then the groups. An edge from one group to another
 * goes the way that the groups' layout found between them, together with all others of the same two groups.
 */
export function place(plan: Plan): Placed {
  const { nodes, edges, groupOf } = plan;
  // a block without a group is one by itself; no path has a tab in it
  const homeOf = (node: string): string => groupOf(node) ?? `\t${node}`;
  const members = new Map<string, string[]>();
  nodes.forEach((node) => members.set(homeOf(node), [...(members.get(homeOf(node)) ?? []), node]));
  const size = { width: plan.width, height: plan.height };
  const rooms = new Map(
    [...members].map(([home, inside]) => {
      const within = edges.filter((edge) => homeOf(edge.left) === home && homeOf(edge.right) === home);
      return [home, layers(inside, within, () => size, { nodesep: 8, ranksep: 36, edgesep: 4 })] as const;
    }),
  );
  const between = edges.filter(({ left, right }) => homeOf(left) !== homeOf(right));
  const outer = layers(
    [...members.keys()],
    between.map(({ left, right }) => ({ left: homeOf(left), right: homeOf(right) })),
    (home) => outside(rooms.get(home) ?? NOTHING, home),
    { nodesep: 24, ranksep: 72, edgesep: 12, marginx: MARGIN, marginy: MARGIN },
  );
  const boxes = new Map<string, Box>();
  for (const [home, { boxes: inside }] of rooms) {
    inside.forEach((box, node) => boxes.set(node, moved(box, inner(outer.boxes.get(home), home))));
  }
  return {
    width: outer.width,
    height: outer.height,
    nodes: boxes,
    groups: new Map([...outer.boxes].filter(([home]) => !isAlone(home))),
    ways: edges.map(({ left, right }) => {
      const [from, to] = [homeOf(left), homeOf(right)];
      if (from !== to) {
        return wayOf(
          [boxes.get(left), outer.boxes.get(from), outer.boxes.get(to), boxes.get(right)],
          outer.way(from, to),
        );
      }
      const room = rooms.get(from) ?? NOTHING;
      const [start, end] = [room.boxes.get(left), room.boxes.get(right)];
      const shift = inner(outer.boxes.get(from), from);
      return wayOf([start, start, end, end], room.way(left, right)).map((point) => moved(point, shift));
    }),
  };
}

const isAlone = (home: string): boolean => home.startsWith("\t");

function outside({ width, height }: Layers, home: string): { readonly width: number; readonly height: number } {
  return isAlone(home) ? { width, height } : { width: width + 2 * PADDING, height: height + HEADING + PADDING };
}

/** Where what is in a group begins. */
function inner(box: Box | undefined, home: string): Point {
  const { x, y } = box ?? { x: 0, y: 0 };
  return isAlone(home) ? { x, y } : { x: x + PADDING, y: y + HEADING };
}

const moved = <Placed extends Point>(what: Placed, by: Point): Placed => ({
  ...what,
  x: what.x + by.x,
  y: what.y + by.y,
});
