import { type ReportedEdge } from "./report";

/**
 * Edges that a picture can leave out because the others say as much: the wait is the sum of two other waits. What a law forces is
 * left out only where other laws force it.
 */
export function impliedEdges(edges: readonly ReportedEdge[]): ReadonlySet<ReportedEdge> {
  const all = reachable(edges);
  const forced = reachable(edges.filter(({ law }) => law !== undefined));
  return new Set(edges.filter((edge) => (edge.law === undefined ? all : forced)(edge)));
}

/** Tells whether an edge's end is reached over something else. */
function reachable(edges: readonly ReportedEdge[]): (edge: ReportedEdge) => boolean {
  const waits = new Map<string, string[]>();
  edges.forEach(({ from, to }) => waits.set(from, [...(waits.get(from) ?? []), to]));
  const known = new Map<string, Set<string>>();
  const behind = (address: string): Set<string> => {
    const found = known.get(address) ?? new Set<string>();
    if (!known.has(address)) {
      known.set(address, found);
      for (const next of waits.get(address) ?? []) {
        found.add(next);
        behind(next).forEach((further) => found.add(further));
      }
    }
    return found;
  };
  return ({ from, to }) => (waits.get(from) ?? []).some((next) => next !== to && behind(next).has(to));
}
