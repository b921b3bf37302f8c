import { type DeployGraph } from "./graph";

/** What held a block back last before it began. */
export type Cause =
  | { readonly kind: "first" }
  | { readonly kind: "edge"; readonly of: string }
  /** All of Terraform's workers were busy; this one became free. */
  | { readonly kind: "parallelism"; readonly of: string }
  /** Another operation held the lock. */
  | { readonly kind: "lock"; readonly of: string };

/** One block on the clock, in seconds from the start of the walk. */
export interface Task {
  readonly address: string;
  /** When all that it waits for was complete. */
  readonly ready: number;
  /** When Terraform says "Creating...". */
  readonly start: number;
  /** When its request goes out: later than `start` if it waits for a lock. */
  readonly begin: number;
  readonly end: number;
  readonly cause: Cause;
  /** How much longer it could take without making the walk longer, as far as edges tell. */
  readonly slack: number;
}

/** A walk of the graph on the simulated clock. */
export interface Schedule {
  readonly makespan: number;
  /** In order of their start. */
  readonly tasks: readonly Task[];
}

/** How the walk goes. */
export interface WalkOptions {
  /**
   * `-parallelism`: how many blocks Terraform works on at once. https://developer.hashicorp.com/terraform/cli/commands/apply
   * @default 10
   */
  readonly parallelism?: number;
  /** The lock that a block holds while its request runs. @default - none */
  readonly lock?: (address: string) => string | undefined;
  /**
   * Which of the blocks that became ready at the same moment goes first; Terraform leaves that to chance.
   * @default - in order of their addresses
   */
  readonly before?: (left: string, right: string) => number;
}

type Planned = { -readonly [Key in Exclude<keyof Task, "slack">]: Task[Key] };

/** Any fixed order will do as long as no locale changes it. */
const byAddress = (left: string, right: string): number => (left < right ? -1 : left > right ? 1 : 0);

/**
 * Walks a graph as Terraform does: whatever is ready starts, first come, first served, on at most `parallelism` workers; a
 * block that takes no time needs no worker, and one that waits for a lock keeps its worker.
 *
 * @throws Error for a cycle, naming what is in it or behind it
 */
export function schedule(
  graph: DeployGraph,
  seconds: (address: string) => number,
  options: WalkOptions = {},
): Schedule {
  const { parallelism = 10, lock = () => undefined, before = byAddress } = options;
  const waits = waitsOf(graph);
  const missing = new Map([...waits].map(([address, needed]) => [address, needed.length]));
  const dependents = dependentsOf(graph);
  const tasks = new Map<string, Planned>();
  const queue: Planned[] = [];
  const running: Planned[] = [];
  const holders = new Map<string, Planned>();
  let freed: Planned | undefined;

  const becomeReady = (addresses: readonly string[], now: number, of: string | undefined): void => {
    for (const address of [...addresses].sort(before)) {
      const cause: Cause = of === undefined ? { kind: "first" } : { kind: "edge", of };
      const task = { address, ready: now, start: now, begin: now, end: now, cause };
      tasks.set(address, task);
      queue.push(task);
    }
  };
  const startWhatCan = (now: number): void => {
    for (let at = 0; at < queue.length;) {
      const task = queue[at];
      if (task === undefined) {
        break;
      }
      const duration = seconds(task.address);
      if (duration > 0 && running.length >= parallelism) {
        at += 1;
        continue;
      }
      queue.splice(at, 1);
      task.start = now;
      if (duration > 0 && now > task.ready && freed !== undefined) {
        task.cause = { kind: "parallelism", of: freed.address };
      }
      const key = duration > 0 ? lock(task.address) : undefined;
      const holder = key === undefined ? undefined : holders.get(key);
      task.begin = Math.max(now, holder?.end ?? now);
      if (holder !== undefined && task.begin > now) {
        task.cause = { kind: "lock", of: holder.address };
      }
      task.end = task.begin + duration;
      if (key !== undefined) {
        holders.set(key, task);
      }
      running.push(task);
      if (duration === 0) {
        finish(now);
        at = 0;
      }
    }
  };
  const finish = (now: number): void => {
    for (let done = running.find(({ end }) => end <= now); done !== undefined;) {
      running.splice(running.indexOf(done), 1);
      if (done.end > done.start) {
        freed = done;
      }
      const { address } = done;
      const next = (dependents.get(address) ?? []).filter((dependent) => {
        const left = (missing.get(dependent) ?? 0) - 1;
        missing.set(dependent, left);
        return left === 0;
      });
      becomeReady(next, now, address);
      done = running.find(({ end }) => end <= now);
    }
  };

  becomeReady(
    [...missing].filter(([, count]) => count === 0).map(([address]) => address),
    0,
    undefined,
  );
  startWhatCan(0);
  while (running.length > 0) {
    const now = Math.min(...running.map(({ end }) => end));
    finish(now);
    startWhatCan(now);
  }
  if (tasks.size < graph.nodes.size) {
    const stuck = [...graph.nodes.keys()].filter((address) => !tasks.has(address));
    throw new Error(`the graph has a cycle among or before ${stuck.sort(byAddress).join(", ")}`);
  }
  return withSlack([...tasks.values()], dependents);
}

function withSlack(planned: readonly Planned[], dependents: ReadonlyMap<string, readonly string[]>): Schedule {
  const makespan = Math.max(0, ...planned.map(({ end }) => end));
  const latest = new Map<string, number>();
  const byAddresses = new Map(planned.map((task) => [task.address, task]));
  for (const { address } of [...planned].sort((left, right) => right.end - left.end || right.start - left.start)) {
    latest.set(address, latestEnd(address, makespan, dependents, byAddresses, latest));
  }
  const tasks = planned
    .map((task) => ({ ...task, slack: (latest.get(task.address) ?? makespan) - task.end }))
    .sort((left, right) => left.start - right.start || byAddress(left.address, right.address));
  return { makespan, tasks };
}

function latestEnd(
  address: string,
  makespan: number,
  dependents: ReadonlyMap<string, readonly string[]>,
  tasks: ReadonlyMap<string, Planned>,
  known: Map<string, number>,
): number {
  const found = known.get(address);
  if (found !== undefined) {
    return found;
  }
  const ends = (dependents.get(address) ?? []).map((dependent) => {
    const task = tasks.get(dependent);
    return latestEnd(dependent, makespan, dependents, tasks, known) - ((task?.end ?? 0) - (task?.begin ?? 0));
  });
  const latest = Math.min(makespan, ...ends);
  known.set(address, latest);
  return latest;
}

/** What each block waits for. */
export function waitsOf({ nodes, edges }: DeployGraph): ReadonlyMap<string, readonly string[]> {
  return grouped(nodes.keys(), edges, "from", "to");
}

/** What waits for each block. */
export function dependentsOf({ nodes, edges }: DeployGraph): ReadonlyMap<string, readonly string[]> {
  return grouped(nodes.keys(), edges, "to", "from");
}

function grouped(
  addresses: Iterable<string>,
  edges: DeployGraph["edges"],
  by: "from" | "to",
  what: "from" | "to",
): ReadonlyMap<string, readonly string[]> {
  const groups = new Map<string, string[]>([...addresses].map((address) => [address, []]));
  edges.forEach((edge) => groups.get(edge[by])?.push(edge[what]));
  return groups;
}
