/** A node's size, and its middle once it has been placed. */
interface Node {
  readonly width: number;
  readonly height: number;
  readonly x?: number;
  readonly y?: number;
}

/** An edge's weight, and its way once it has been found. */
interface Edge {
  readonly weight?: number;
  readonly points?: readonly { readonly x: number; readonly y: number }[];
}

/** How far things stand apart, in pixels; `rank` is a layer. https://github.com/dagrejs/dagre/wiki#configuring-the-layout */
export interface DagreOptions {
  readonly rankdir?: "LR" | "TB";
  readonly nodesep?: number;
  readonly ranksep?: number;
  readonly edgesep?: number;
  readonly marginx?: number;
  readonly marginy?: number;
}

/** The part of dagre's graph that a layout needs. */
interface DagreGraph {
  setGraph(options: DagreOptions): this;
  /** The whole picture's size, once it has been laid out. */
  graph(): { readonly width?: number; readonly height?: number };
  setNode(id: string, node: Node): this;
  node(id: string): Node;
  hasEdge(from: string, to: string): boolean;
  setEdge(from: string, to: string, edge: Edge): this;
  edge(from: string, to: string): Edge;
}

/**
 * dagre, which places graphs in layers. Its own types can't be had here: they belong to its ES module, and import each other in a way that
 * TypeScript doesn't resolve.
 */
// eslint-disable-next-line @typescript-eslint/no-require-imports -- an import would take the types of the ES module
export const dagre = require("@dagrejs/dagre") as {
  readonly Graph: new () => DagreGraph;
  readonly layout: (graph: DagreGraph) => void;
};
