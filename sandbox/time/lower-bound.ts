import { type Forced } from "./forced";
import { type DeployGraph, type Edge } from "./graph";
import { lockGroups } from "./one-at-a-time";
import { dependentsOf, waitsOf } from "./schedule";

/** One block of a chain. */
export interface ChainStep {
  readonly address: string;
  readonly seconds: number;
  /** Why it comes after the step before; undefined for the first. */
  readonly forced?: Forced;
}

/** What no order of operations can beat, however many workers Terraform has. */
export interface LowerBound {
  readonly seconds: number;
  /** The chain that takes so long, first step first; what takes no time before it is left out. */
  readonly chain: readonly ChainStep[];
}

/**
 * The longest chain of operations that the cloud itself forces. Where operations exclude each other, a chain goes through all of
 * those that have to be done before what follows: whichever goes first, together they take the sum.
 *
 * @param graph in the order of the walk: reversed for a destroy
 */
export function lowerBound(
  graph: DeployGraph,
  seconds: (address: string) => number,
  forced: (edge: Edge) => Forced | undefined,
): LowerBound {
  const laws = new Map<string, Forced>();
  const edges = graph.edges.filter((edge) => {
    const law = forced(edge);
    if (law !== undefined) {
      laws.set(`${edge.from} ${edge.to}`, law);
    }
    return law !== undefined;
  });
  const only = { nodes: graph.nodes, edges };
  const heads = longest(waitsOf(only), seconds);
  const tails = longest(dependentsOf(only), seconds);
  const before = (address: string): number => (heads.get(address)?.seconds ?? 0) - seconds(address);
  const after = (address: string): number => (tails.get(address)?.seconds ?? 0) - seconds(address);

  let best = [...heads.keys()].reduce<Candidate>(
    (found, address) => {
      const total = before(address) + seconds(address) + after(address);
      return total > found.seconds ? { seconds: total, members: [address] } : found;
    },
    { seconds: 0, members: [] },
  );
  for (const group of lockGroups(graph).values()) {
    // of those with the longest way to go afterwards: the sum, after the earliest start and before the shortest rest
    const members = [...group].sort((left, right) => after(right) - after(left));
    for (let count = 2; count <= members.length; count += 1) {
      const chosen = members.slice(0, count);
      const total = Math.min(...chosen.map(before)) + sum(chosen.map(seconds)) + Math.min(...chosen.map(after));
      if (total > best.seconds) {
        best = { seconds: total, members: chosen };
      }
    }
  }
  return { seconds: best.seconds, chain: chainOf(best, { heads, tails, before, after, seconds, laws }) };
}

interface Candidate {
  readonly seconds: number;
  readonly members: readonly string[];
}

interface Longest {
  readonly seconds: number;
  /** The neighbor that the longest way goes through. */
  readonly via?: string;
}

interface Ways {
  readonly heads: ReadonlyMap<string, Longest>;
  readonly tails: ReadonlyMap<string, Longest>;
  readonly before: (address: string) => number;
  readonly after: (address: string) => number;
  readonly seconds: (address: string) => number;
  readonly laws: ReadonlyMap<string, Forced>;
}

/** The longest way that ends in each block, itself included. */
function longest(
  neighbors: ReadonlyMap<string, readonly string[]>,
  seconds: (address: string) => number,
): ReadonlyMap<string, Longest> {
  const found = new Map<string, Longest>();
  const visit = (address: string): Longest => {
    const known = found.get(address);
    if (known !== undefined) {
      return known;
    }
    const way = (neighbors.get(address) ?? []).reduce<Longest>(
      (best, neighbor) => {
        const other = visit(neighbor).seconds;
        return best.via === undefined || other > best.seconds ? { seconds: other, via: neighbor } : best;
      },
      { seconds: 0 },
    );
    const whole = { ...way, seconds: way.seconds + seconds(address) };
    found.set(address, whole);
    return whole;
  };
  [...neighbors.keys()].forEach(visit);
  return found;
}

function chainOf({ members }: Candidate, { heads, tails, before, after, seconds, laws }: Ways): readonly ChainStep[] {
  const first = [...members].sort((left, right) => before(left) - before(right))[0];
  const last = [...members].sort((left, right) => after(left) - after(right))[0];
  if (first === undefined || last === undefined) {
    return [];
  }
  const others = members.filter((address) => address !== first && address !== last);
  const steps: ChainStep[] = [];
  const add = (addresses: readonly string[], from: string | undefined, rule?: Forced): void => {
    let previous = from;
    for (const address of addresses) {
      const law = previous === undefined ? undefined : (rule ?? laws.get(`${address} ${previous}`));
      steps.push({ address, seconds: seconds(address), ...(law === undefined ? {} : { forced: law }) });
      previous = address;
    }
  };
  add(follow(first, heads).reverse(), undefined);
  add(first === last ? others : [...others, last], first, ONE_AT_A_TIME);
  add(follow(last, tails).slice(1), last);
  const begins = steps.findIndex((step) => step.seconds > 0);
  return begins < 0 ? [] : steps.slice(begins);
}

const ONE_AT_A_TIME: Forced = { law: "one-at-a-time", because: "the two exclude each other" };

function follow(start: string, ways: ReadonlyMap<string, Longest>): string[] {
  const chain: string[] = [];
  for (let at: string | undefined = start; at !== undefined; at = ways.get(at)?.via) {
    chain.push(at);
  }
  return chain;
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
