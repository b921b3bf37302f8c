import { groupsOf, nameInGroup } from "./groups";
import { impliedEdges } from "./implied-edges";
import { type Box, type Point } from "./layers";
import { place } from "./layout";
import { html, type Markup } from "./markup";
import { type ReportedBlock, type ReportedEdge, type StackReport } from "./report";
import { count, fit, shortType } from "./words";

const WIDTH = 194;
const HEIGHT = 34;
/** Characters that fit into a box, in its two sizes of type. */
const NAME = 28;
const TYPE = 32;

/** What a picture needs from its page. */
export interface GraphOptions {
  /** Unique on the page; begins the ids of what is in the picture. */
  readonly id: string;
  /** The id of the table row that tells more about a block. */
  readonly rowOf: (address: string) => string;
}

/**
 * What waits for what, as a picture: time goes from left to right, so a block stands to the right of everything it waits for. An edge
 * that follows from others is there too, but shows only when one of its ends is pointed at.
 */
export function resourceGraph(stack: StackReport, { id, rowOf }: GraphOptions): Markup {
  const edges = drawable(stack);
  const implied = impliedEdges(edges);
  const drawn = edges.filter((edge) => !implied.has(edge));
  const groupOf = groupsOf(stack.blocks);
  const { width, height, nodes, groups, ways } = place({
    nodes: stack.blocks.map(({ address }) => address),
    edges: drawn.map(({ from, to }) => ({ left: to, right: from })),
    groupOf,
    width: WIDTH,
    height: HEIGHT,
  });
  const number = new Map(stack.blocks.map(({ address }, index) => [address, index]));
  const critical = new Set(
    stack.times
      .filter(({ action }) => action === "create")
      .flatMap((time) => time.criticalPath.map((one) => one.address)),
  );
  const neighbors = neighborsOf(edges);
  const line = (edge: ReportedEdge, path: string, kind: string): Markup =>
    html`<path
      class="edge ${edge.law === undefined ? "asked" : "forced"}${kind}"
      data-from="${number.get(edge.from)}"
      data-to="${number.get(edge.to)}"
      d="${path}"
      marker-end="url(#${id}-${edge.law === undefined ? "asked" : "forced"})"
      ><title>${sentence(edge)}</title></path
    >`;
  const size = { width: Math.ceil(width), height: Math.ceil(height) };
  return html`<svg
    class="graph"
    width="${size.width}"
    height="${size.height}"
    viewBox="0 0 ${size.width} ${size.height}"
    role="group"
    aria-labelledby="${id}-title"
    aria-describedby="${id}-text"
  >
    <title id="${id}-title">What waits for what in ${stack.name}</title>
    <desc id="${id}-text">
      ${count(stack.blocks.length, "block")} and ${count(edges.length, "edge")}, made from left to right. Each block
      leads to its row in the table below, which says the same in words.
    </desc>
    <defs>
      ${["asked", "forced"].map((kind) => html`<marker id="${id}-${kind}" class="${kind}" viewBox="0 0 8 8" refX="7.5" refY="4" markerWidth="7" markerHeight="7" markerUnits="userSpaceOnUse" orient="auto"><path d="M0 0.8 8 4 0 7.2z" /></marker>`)}
    </defs>
    <g class="groups" aria-hidden="true">${[...groups].map(([name, box]) => groupBox(name, box))}</g>
    <g class="edges" aria-hidden="true">
      ${drawn.map((edge, index) => line(edge, curve(ways[index] ?? []), ""))}${[...implied].map((edge) => line(edge, straight(nodes.get(edge.to), nodes.get(edge.from)), " implied"))}
    </g>
    <g class="nodes">
      ${stack.blocks.map((block, index) =>
        node(block, {
          box: nodes.get(block.address),
          group: groupOf(block.address),
          critical: critical.has(block.address),
          waits: neighbors.waits.get(block.address) ?? 0,
          waited: neighbors.waited.get(block.address) ?? 0,
          row: rowOf(block.address),
          index,
        }),
      )}
    </g>
  </svg>`;
}

/** How many edges a picture leaves out until somebody points at a block. */
export function impliedCount(stack: StackReport): number {
  return impliedEdges(drawable(stack)).size;
}

/** Edges between blocks of the stack. */
function drawable({ blocks, edges }: StackReport): readonly ReportedEdge[] {
  const known = new Set(blocks.map(({ address }) => address));
  return edges.filter(({ from, to }) => from !== to && known.has(from) && known.has(to));
}

interface NodeDetails {
  readonly box: Box | undefined;
  readonly group: string | undefined;
  readonly critical: boolean;
  readonly waits: number;
  readonly waited: number;
  readonly row: string;
  readonly index: number;
}

function node(block: ReportedBlock, { box, group, critical, waits, waited, row, index }: NodeDetails): Markup {
  const { x, y } = box ?? { x: 0, y: 0 };
  const mode = block.mode === "resource" ? "" : `${block.mode} `;
  const name = nameInGroup(block.path, group);
  const about = `${block.address}: waits for ${waits}, ${waited} wait for it${critical ? ", on the critical path" : ""}`;
  return html`<a
    class="node ${block.mode}${critical ? " critical" : ""}"
    href="#${row}"
    data-node="${index}"
    aria-label="${about}"
    ><title>${about}</title><rect x="${px(x)}" y="${px(y)}" width="${WIDTH}" height="${HEIGHT}" rx="5" /><text
      x="${px(x + 8)}"
      y="${px(y + 14)}"
      class="name"
      >${critical ? "● " : ""}${fit(name, critical ? NAME - 2 : NAME)}</text
    ><text x="${px(x + 8)}" y="${px(y + 27)}" class="type">${fit(mode + shortType(block.type), TYPE)}</text></a
  >`;
}

function groupBox(name: string, { x, y, width, height }: Box): Markup {
  return html`<g class="group"
    ><rect x="${px(x)}" y="${px(y)}" width="${px(width)}" height="${px(height)}" rx="8" /><text
      x="${px(x + 8)}"
      y="${px(y + 17)}"
      >${name}</text
    ></g
  >`;
}

function sentence({ from, to, law, because, reasons }: ReportedEdge): string {
  const why = law === undefined ? "only the configuration asks for it" : `forced by ${law}: ${because ?? ""}`;
  return `${from} waits for ${to} (${reasons.join(", ")}); ${why}`;
}

function neighborsOf(
  edges: readonly ReportedEdge[],
): Readonly<Record<"waits" | "waited", ReadonlyMap<string, number>>> {
  const waits = new Map<string, number>();
  const waited = new Map<string, number>();
  for (const { from, to } of edges) {
    waits.set(from, (waits.get(from) ?? 0) + 1);
    waited.set(to, (waited.get(to) ?? 0) + 1);
  }
  return { waits, waited };
}

/** Level pieces stay straight, the others become an S that begins and ends level. */
function curve([first, ...rest]: readonly Point[]): string {
  let path = first === undefined ? "" : `M${at(first)}`;
  let before = first;
  for (const point of rest) {
    const middle = before === undefined ? point.x : (before.x + point.x) / 2;
    path +=
      before === undefined || before.y === point.y
        ? `L${at(point)}`
        : `C${at({ x: middle, y: before.y })} ${at({ x: middle, y: point.y })} ${at(point)}`;
    before = point;
  }
  return path;
}

/** From the right side of one box to the left side of another, over whatever is between. */
function straight(left: Box | undefined, right: Box | undefined): string {
  if (left === undefined || right === undefined) {
    return "";
  }
  const from = { x: left.x + left.width, y: left.y + left.height / 2 };
  const to = { x: right.x, y: right.y + right.height / 2 };
  const bend = Math.max(20, (to.x - from.x) / 2);
  return `M${at(from)}C${at({ ...from, x: from.x + bend })} ${at({ ...to, x: to.x - bend })} ${at(to)}`;
}

const px = (value: number): number => Math.round(value * 10) / 10;

const at = ({ x, y }: Point): string => `${px(x)} ${px(y)}`;
