import { type RenderedCluster } from "../rendered/rendered-cluster";
import { type Endpoint } from "./endpoints";
import { Reachability } from "./graph";
import { ALL_PORTS, describePorts, difference, NO_PORTS, port, union, type PortSet } from "./ports";

/** For example `TCP 443`, `UDP 53` or `TCP 8000-8080`; `all` is every port. */
export type PortText = "all" | `${"TCP" | "UDP" | "SCTP"} ${number}` | `${"TCP" | "UDP" | "SCTP"} ${number}-${number}`;

/** One line of a matrix. */
export interface IntendedFlow {
  /** The name of an endpoint. */
  readonly from: string;
  readonly to: string;
  readonly ports: readonly PortText[];
  /** What isn't in the matrix isn't allowed. A line that says so keeps a later line from opening it. */
  readonly allowed: boolean;
  readonly why: string;
}

/** Who is meant to reach whom. */
export type IntendedMatrix = readonly IntendedFlow[];

/** What is wrong with a matrix or with what the policies make of it. */
export interface ReachabilityProblem {
  readonly kind: "closed" | "open" | "matrix";
  readonly message: string;
}

/**
 * Compares what is meant with what the network policies allow: every pair of the matrix is reachable on its ports, and nothing else is.
 *
 * @param outside endpoints besides the pods of the cluster
 */
export function compareReachability(
  cluster: RenderedCluster,
  matrix: IntendedMatrix,
  outside: readonly Endpoint[],
): readonly ReachabilityProblem[] {
  const graph = Reachability.of(cluster);
  const endpoints: readonly Endpoint[] = [...graph.pods, ...outside];
  const names = endpoints.map(({ name }) => name);
  const strangers = [...new Set(matrix.flatMap(({ from, to }) => [from, to]))].filter((name) => !names.includes(name));
  const twice = names.filter((name, index) => names.indexOf(name) !== index);
  return [
    ...strangers.map((name) => ({ kind: "matrix" as const, message: `nobody is called "${name}"` })),
    ...twice.map((name) => ({ kind: "matrix" as const, message: `two endpoints are called "${name}"` })),
    ...endpoints.flatMap((from) =>
      endpoints
        .filter((to) => graph.pods.some((own) => own === from || own === to))
        .flatMap((to) => problemsOf(graph, matrix, from, to)),
    ),
  ];
}

function problemsOf(
  graph: Reachability,
  matrix: IntendedMatrix,
  from: Endpoint,
  to: Endpoint,
): readonly ReachabilityProblem[] {
  // where a host's connection comes from isn't known
  if (from.kind === "hosts") {
    return [];
  }
  const lines = matrix.filter((flow) => flow.from === from.name && flow.to === to.name);
  const meant = (allowed: boolean): PortSet =>
    union(NO_PORTS, ...lines.filter((flow) => flow.allowed === allowed).map(({ ports }) => portSet(ports)));
  const allowed = difference(meant(true), meant(false));
  const { some, all } = graph.reach(from, to);
  const closed = difference(allowed, all);
  const open = difference(some, allowed);
  const pair = from === to ? `one ${from.name}` : from.name;
  const other = from === to ? `another` : to.name;
  return [
    ...(closed.length === 0
      ? []
      : [{ kind: "closed" as const, message: `${pair} can't reach ${other} on ${describePorts(closed)}` }]),
    ...(open.length === 0
      ? []
      : [{ kind: "open" as const, message: `${pair} reaches ${other} on ${describePorts(open)}, which nobody meant` }]),
  ];
}

function portSet(ports: readonly PortText[]): PortSet {
  return union(
    ...ports.map((text) => {
      const [, protocol = "TCP", first = "", last = first] = /^(TCP|UDP|SCTP) (\d+)(?:-(\d+))?$/.exec(text) ?? [];
      if (text === "all") {
        return ALL_PORTS;
      }
      return last === first ? port(Number(first), protocol) : [{ protocol, first: Number(first), last: Number(last) }];
    }),
  );
}
