import { dagre, type DagreOptions } from "./dagre";

/** A rectangle by its upper left corner. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** An edge: what is at its left is made first. */
export interface Line {
  readonly left: string;
  readonly right: string;
}

/** A picture in layers, from left to right. */
export interface Layers {
  readonly width: number;
  readonly height: number;
  readonly boxes: ReadonlyMap<string, Box>;
  /** Where an edge passes layers that it neither begins nor ends in. */
  readonly way: (left: string, right: string) => readonly Point[];
}

/** A picture of nothing. */
export const NOTHING: Layers = { width: 0, height: 0, boxes: new Map(), way: () => [] };

/** Places boxes in layers, so that every edge leads to the right, with as few crossings as a quick search finds. */
export function layers(
  nodes: readonly string[],
  edges: readonly Line[],
  sizeOf: (node: string) => { readonly width: number; readonly height: number },
  options: DagreOptions,
): Layers {
  const graph = new dagre.Graph();
  graph.setGraph({ rankdir: "LR", ...options });
  nodes.forEach((node) => graph.setNode(node, { ...sizeOf(node) }));
  edges.forEach(({ left, right }) => {
    const weight = graph.hasEdge(left, right) ? (graph.edge(left, right).weight ?? 1) + 1 : 1;
    graph.setEdge(left, right, { weight });
  });
  dagre.layout(graph);
  const { width = 0, height = 0 } = graph.graph();
  const boxOf = (node: string): Box => {
    const { x = 0, y = 0, width: across, height: down } = graph.node(node);
    return { x: x - across / 2, y: y - down / 2, width: across, height: down };
  };
  const boxes = new Map(nodes.map((node) => [node, boxOf(node)]));
  return {
    // a graph without nodes has no size
    width: Math.max(0, width),
    height: Math.max(0, height),
    boxes,
    way: (left, right) => lanesOf(graph.edge(left, right).points ?? [], [...boxes.values()]),
  };
}

/**
 * From a block out of its group, along the way between the groups, into the other group and to its block. Every piece of it is level or
 * leads from one level to another where nothing stands.
 */
export function wayOf(ends: readonly (Box | undefined)[], lanes: readonly Point[]): readonly Point[] {
  const [from, out, into, to] = ends;
  if (from === undefined || out === undefined || into === undefined || to === undefined) {
    return [];
  }
  // where groups wait for each other in a circle, some edges go back to the left
  const forward = out.x <= into.x;
  const side = (box: Box, right: boolean): number => (right ? box.x + box.width : box.x);
  const [start, end] = [from.y + from.height / 2, to.y + to.height / 2];
  return [
    { x: side(from, forward), y: start },
    { x: side(out, forward), y: start },
    ...lanes,
    { x: side(into, !forward), y: end },
    { x: side(to, !forward), y: end },
  ];
}

/** A layer's free lanes reach from its left edge to its right one; between layers, where nothing stands, no way has to be kept. */
function lanesOf(points: readonly Point[], boxes: readonly Box[]): readonly Point[] {
  return points.slice(1, -1).flatMap(({ x, y }) => {
    const layer = boxes.filter((box) => box.x <= x && x <= box.x + box.width);
    const left = Math.min(...layer.map((box) => box.x));
    const right = Math.max(...layer.map((box) => box.x + box.width));
    return layer.length === 0
      ? []
      : [
          { x: left, y },
          { x: right, y },
        ];
  });
}
