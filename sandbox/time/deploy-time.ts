import { createHash } from "node:crypto";
import { criticalPath, type CriticalStep } from "./critical-path";
import { forcedEdges, type IsComputed } from "./forced";
import { reversed, type DeployGraph, type Edge, type GraphNode } from "./graph";
import { durationOf, type Action, type Percentile } from "./latency";
import { lowerBound, type LowerBound } from "./lower-bound";
import { lockOf } from "./one-at-a-time";
import { schedule, type Task } from "./schedule";

/** A block on the clock, as the report and its chart show it. */
export interface TimedBlock extends Task {
  readonly type: string;
  readonly mode: GraphNode["mode"];
  readonly path: string;
  /** Whether it is on the critical path. */
  readonly critical: boolean;
}

/** How long one command takes. All times are seconds. Plain data: `JSON.stringify` keeps everything. */
export interface DeployTime {
  readonly action: Action;
  readonly makespan: number;
  /** The makespan if everything took as little, or as much, as was ever reported. */
  readonly range: { readonly low: number; readonly high: number };
  /**
   * Terraform leaves to chance which of the blocks that are ready together goes first. The makespans over {@link ORDERS} orders,
   * always the same ones.
   */
  readonly chance: { readonly shortest: number; readonly median: number; readonly longest: number };
  readonly lowerBound: LowerBound;
  /** Makespan by lower bound; 1 is the best. */
  readonly ratio: number;
  readonly criticalPath: readonly CriticalStep[];
  /** Everything that takes time, in order of its start. */
  readonly blocks: readonly TimedBlock[];
  /** What the configuration protects: a destroy refuses as long as it does, and the times are those without protection. */
  readonly protectedBlocks: readonly string[];
}

/** What is simulated. */
export interface DeployTimeOptions {
  /** Tells which values only the API knows. Read it from the schemas with `computedBySchema`. */
  readonly isComputed: IsComputed;
  /**
   * What an update changes.
   * @default - every `helm_release`: a new version of the application
   */
  readonly changed?: readonly string[];
  /** `-parallelism`. @default 10 */
  readonly parallelism?: number;
  /** Which of two blocks that became ready at the same moment goes first. @default - in order of their addresses */
  readonly before?: (left: string, right: string) => number;
}

/** How many orders are tried to see what chance may cost. */
export const ORDERS = 25;

/** Simulates a command on a graph and compares its length with what the cloud forces. */
export function deployTime(graph: DeployGraph, action: Action, options: DeployTimeOptions): DeployTime {
  const { isComputed, changed = releasesOf(graph), parallelism = 10, before } = options;
  const walked = action === "delete" ? reversed(graph) : graph;
  const law = forcedEdges(graph, action, isComputed);
  const forced = (edge: Edge): ReturnType<typeof law> =>
    law(action === "delete" ? { ...edge, from: edge.to, to: edge.from } : edge);
  const changes = new Set(changed);
  const secondsAt =
    (percentile: Percentile) =>
    (address: string): number => {
      const node = graph.nodes.get(address);
      return node === undefined || (action === "update" && !changes.has(address))
        ? 0
        : durationOf(node, action)[percentile];
    };
  const lock = (address: string): string | undefined => {
    const node = graph.nodes.get(address);
    return node === undefined ? undefined : lockOf(node)?.key;
  };
  const walkOptions = { parallelism, lock, ...(before === undefined ? {} : { before }) };
  const makespanAt = (percentile: Percentile): number => schedule(walked, secondsAt(percentile), walkOptions).makespan;

  const seconds = secondsAt("typical");
  const walk = schedule(walked, seconds, walkOptions);
  const bound = lowerBound(walked, seconds, forced);
  const path = criticalPath({ graph: walked, seconds, forced, options: walkOptions }, walk);
  const critical = new Set(path.map(({ address }) => address));
  return {
    action,
    makespan: walk.makespan,
    range: { low: makespanAt("low"), high: makespanAt("high") },
    chance: chanceOf((shuffled) => schedule(walked, seconds, { ...walkOptions, before: shuffled }).makespan),
    lowerBound: bound,
    ratio: bound.seconds === 0 ? 1 : walk.makespan / bound.seconds,
    criticalPath: path,
    blocks: walk.tasks.flatMap((task) => {
      const node = graph.nodes.get(task.address);
      return node === undefined || task.end === task.start
        ? []
        : [{ ...task, type: node.type, mode: node.mode, path: node.path, critical: critical.has(task.address) }];
    }),
    protectedBlocks: [...graph.nodes.values()].filter(isProtected).map(({ address }) => address),
  };
}

function chanceOf(makespanIn: (before: (left: string, right: string) => number) => number): DeployTime["chance"] {
  const makespans = Array.from({ length: ORDERS }, (_, order) => {
    const rank = (address: string): string => createHash("sha256").update(`${order} ${address}`).digest("hex");
    const ranks = new Map<string, string>();
    const rankOf = (address: string): string => {
      const known = ranks.get(address) ?? rank(address);
      ranks.set(address, known);
      return known;
    };
    return makespanIn((left, right) => (rankOf(left) < rankOf(right) ? -1 : 1));
  }).sort((left, right) => left - right);
  const at = (index: number): number => makespans[index] ?? 0;
  return { shortest: at(0), median: at(Math.floor(ORDERS / 2)), longest: at(ORDERS - 1) };
}

function releasesOf({ nodes }: DeployGraph): readonly string[] {
  return [...nodes.values()].filter(({ type }) => type === "helm_release").map(({ address }) => address);
}

function isProtected({ block }: GraphNode): boolean {
  const lifecycle = block.lifecycle as { readonly prevent_destroy?: unknown } | undefined;
  return lifecycle?.prevent_destroy === true || block.deletion_protection === true;
}
