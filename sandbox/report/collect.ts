import { type LawRecord } from "../cloud/law-record";
import { type WorkspaceStack } from "../rehearsal/workspace";
import { computedBySchema } from "../time/computed";
import { reasonsOf } from "../time/critical-path";
import { deployTime } from "../time/deploy-time";
import { forcedEdges } from "../time/forced";
import { type DeployGraph } from "../time/graph";
import { type Action } from "../time/latency";
import { lawStatement } from "./law-statements";
import { type LawUse, type StackReport } from "./report";

const ACTIONS: readonly Action[] = ["create", "update", "delete"];

/** How a stack is timed. */
export interface CollectOptions {
  /** Whose bindings tell what only an API knows. */
  readonly projectDirectory: string;
  /** `-parallelism`. @default 10 */
  readonly parallelism?: number;
}

/** What a report says of a stack: its blocks, what waits for what and why, and how long it takes. */
export function stackReport({ name, timing }: WorkspaceStack, options: CollectOptions): StackReport {
  const { graph, notTimed } = timing;
  if (graph === undefined) return { name, blocks: [], edges: [], times: [], notTimed };
  const isComputed = computedBySchema(options.projectDirectory);
  const forced = forcedEdges(graph, "create", isComputed);
  const blocks = [...graph.nodes.values()].map(({ address, type, mode, path }) => ({ address, type, mode, path }));
  const edges = graph.edges.map((edge) => {
    const law = forced(edge);
    const why = law === undefined ? {} : { law: law.law, because: law.because };
    return { from: edge.from, to: edge.to, reasons: reasonsOf(edge), ...why };
  });
  return { name, blocks, edges, ...timesOf(graph, { isComputed, parallelism: options.parallelism }) };
}

function timesOf(
  graph: DeployGraph,
  options: Parameters<typeof deployTime>[2],
): Pick<StackReport, "times" | "notTimed"> {
  try {
    return { times: ACTIONS.map((action) => deployTime(graph, action, options)) };
  } catch (error) {
    return { times: [], notTimed: error instanceof Error ? error.message : String(error) };
  }
}

/** Every law, also those that had nothing to judge; most often asked first. */
export function lawUses(record: LawRecord): readonly LawUse[] {
  return [...record.laws]
    .map(([name, { judged, refusals }]) => ({ name, statement: lawStatement(name), judged, refused: refusals.length }))
    .sort((left, right) => right.judged - left.judged);
}
