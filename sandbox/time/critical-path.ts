import { type Forced } from "./forced";
import { type DeployGraph, type Edge } from "./graph";
import { schedule, type Cause, type Schedule, type WalkOptions } from "./schedule";

/** One step of the chain that a walk's length comes from. */
export interface CriticalStep {
  readonly address: string;
  /** When its request went out, in seconds from the start. */
  readonly begin: number;
  readonly end: number;
  /** What it waited for last: the step before this one. */
  readonly cause: Cause;
  /** The edge's reasons in words, such as `depends_on` or `network reads id`; empty for other causes. */
  readonly reasons: readonly string[];
  /** The law that forces the order; undefined where nothing but the configuration or the walk asks for it. */
  readonly forced?: Forced;
  /**
   * Seconds that the whole walk would be shorter without this wait, where nothing forces it: without the edge, with a worker for
   * every block, or with the lock's holder going last. 0 where something else is as long.
   */
  readonly gain?: number;
}

/** A walk and what it was made from. */
export interface Walk {
  readonly graph: DeployGraph;
  readonly seconds: (address: string) => number;
  readonly forced: (edge: Edge) => Forced | undefined;
  readonly options: WalkOptions;
}

/** The chain of waits that ends with the last operation, first step first; what takes no time before it is left out. */
export function criticalPath(walk: Walk, { tasks, makespan }: Schedule): readonly CriticalStep[] {
  const byAddress = new Map(tasks.map((task) => [task.address, task]));
  const edges = new Map(walk.graph.edges.map((edge) => [`${edge.from} ${edge.to}`, edge]));
  const steps: CriticalStep[] = [];
  let at = tasks.find(({ end }) => end === makespan);
  while (at !== undefined) {
    const { address, begin, end, cause } = at;
    const edge = cause.kind === "edge" ? edges.get(`${address} ${cause.of}`) : undefined;
    const forced = edge === undefined ? undefined : walk.forced(edge);
    steps.unshift({
      address,
      begin,
      end,
      cause,
      reasons: edge === undefined ? [] : reasonsOf(edge),
      ...(forced === undefined ? {} : { forced }),
      ...(forced === undefined && cause.kind !== "first" ? { gain: gainWithout(walk, makespan, address, cause) } : {}),
    });
    at = cause.kind === "first" ? undefined : byAddress.get(cause.of);
  }
  const begins = steps.findIndex(({ end }) => end > 0);
  return begins < 0 ? [] : steps.slice(begins);
}

/** Walks again without the wait: the edge taken out, as many workers as there are blocks, or the lock's holder last. */
function gainWithout(walk: Walk, makespan: number, address: string, cause: Cause): number {
  return Math.max(0, makespan - makespanWithout(walk, makespan, address, cause));
}

function makespanWithout({ graph, seconds, options }: Walk, makespan: number, address: string, cause: Cause): number {
  switch (cause.kind) {
    case "first":
      return makespan;
    case "edge": {
      const edges = graph.edges.filter(({ from, to }) => from !== address || to !== cause.of);
      return schedule({ nodes: graph.nodes, edges }, seconds, options).makespan;
    }
    case "parallelism":
      return schedule(graph, seconds, { ...options, parallelism: Math.max(1, graph.nodes.size) }).makespan;
    case "lock": {
      const last = (one: string): number => (one === cause.of ? 1 : 0);
      const before = (left: string, right: string): number =>
        last(left) - last(right) || (left < right ? -1 : left > right ? 1 : 0);
      return schedule(graph, seconds, { ...options, before }).makespan;
    }
  }
}

/** Why one block waits for another, in words. */
export function reasonsOf({ reasons }: Edge): readonly string[] {
  const words = reasons.map((reason) => {
    switch (reason.via) {
      case "reference":
        return `${reason.argument} reads ${reason.reads}`;
      case "depends_on":
        return "depends_on";
      case "provider":
        return `the provider ${reason.provider} reads ${reason.reads}`;
    }
  });
  return [...new Set(words)];
}
