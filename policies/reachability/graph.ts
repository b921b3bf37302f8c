import { isWorld, rangesIn, type Range } from "../facts/ranges";
import { type RenderedCluster } from "../rendered/rendered-cluster";
import { podEndpoints, type Endpoint, type PodsEndpoint, type RangesEndpoint } from "./endpoints";
import { readHostPolicies, readPolicies, type Direction, type FlowRule, type Peer, type ReadPolicy } from "./policies";
import { ALL_PORTS, intersection, NO_PORTS, union, type PortSet } from "./ports";

/** What one endpoint reaches of another. */
export interface Reach {
  /** Ports that are open to a part of the other's addresses at least. */
  readonly some: PortSet;
  /** Ports that are open to all of them. */
  readonly all: PortSet;
}

const KNOWN = new WeakMap<RenderedCluster, Reachability>();

const NOTHING: Reach = { some: NO_PORTS, all: NO_PORTS };
const EVERYTHING: Reach = { some: ALL_PORTS, all: ALL_PORTS };

/**
 * Who can reach whom by the network policies of a cluster. A pod that no policy selects for a direction is open in it; policies
 * add up; between two pods both ends have to let the connection through. What a node does with its own pods is no matter of
 * policies: https://kubernetes.io/docs/concepts/services-networking/network-policies/
 */
export class Reachability {
  private readonly policies: readonly ReadPolicy[];
  private readonly hostPolicies: ReturnType<typeof readHostPolicies>;
  /** The pods that the stack brings along. */
  public readonly pods: readonly PodsEndpoint[];

  /** The graph of a cluster, worked out once for all that ask. */
  public static of(cluster: RenderedCluster): Reachability {
    const known = KNOWN.get(cluster) ?? new Reachability(cluster);
    KNOWN.set(cluster, known);
    return known;
  }

  private constructor(cluster: RenderedCluster) {
    this.policies = readPolicies(cluster);
    this.hostPolicies = readHostPolicies(cluster);
    this.pods = podEndpoints(cluster);
  }

  /** The policies that isolate pods in a direction; none when the pods are open. */
  public isolating(pods: PodsEndpoint, direction: Direction): readonly ReadPolicy[] {
    return this.policies.filter(
      (policy) => policy.namespace === pods.namespace && policy[direction] !== undefined && policy.selects(pods.labels),
    );
  }

  /** What one endpoint reaches of another. Two endpoints outside the pods are nothing that policies decide. */
  public reach(from: Endpoint, to: Endpoint): Reach {
    const out = from.kind === "pods" ? this.through(from, to, "egress") : EVERYTHING;
    const into = to.kind === "pods" ? this.through(to, from, "ingress") : EVERYTHING;
    return { some: intersection(out.some, into.some), all: intersection(out.all, into.all) };
  }

  /** What the policies of one end let through to or from the other. */
  private through(pods: PodsEndpoint, other: Endpoint, direction: Direction): Reach {
    const policies = this.isolating(pods, direction);
    if (policies.length === 0) {
      return EVERYTHING;
    }
    const rules = policies.flatMap((policy) => policy[direction] ?? []);
    const listening = direction === "ingress" ? pods : other;
    const named = listening.kind === "pods" ? (listening.ports ?? []) : [];
    if (other.kind === "pods") {
      const open = union(
        ...rules
          .filter(({ peers }) => peers === undefined || peers.some((peer) => peer.picks?.(other)))
          .map(({ ports }) => ports(named)),
      );
      return { some: open, all: open };
    }
    if (other.kind === "hosts") {
      const open = everywhere(rules, named);
      return direction === "egress"
        ? together(other.hosts.map((host) => union(this.byName(pods, host), open)))
        : NOTHING;
    }
    return acrossRanges(rules, other, named);
  }

  /** What FQDNNetworkPolicies open of a host, whatever its addresses are. */
  public byName(pods: PodsEndpoint, host: string): PortSet {
    return union(
      ...this.hostPolicies
        .filter((policy) => policy.namespace === pods.namespace && policy.selects(pods.labels))
        .flatMap(({ rules }) => rules.filter(({ matches }) => matches(host)).map(({ ports }) => ports)),
    );
  }
}

/** A host's addresses aren't known, so only a rule for everybody or for the whole internet opens it. */
function everywhere(rules: readonly FlowRule[], named: Parameters<FlowRule["ports"]>[0]): PortSet {
  const isOpen = ({ peers }: FlowRule): boolean =>
    peers === undefined || peers.some(({ block }) => block !== undefined && isWorld([block.range]));
  return union(...rules.filter(isOpen).map(({ ports }) => ports(named)));
}

/** Cuts the ranges where any rule begins or ends, so that in each piece the answer is the same for all addresses. */
function acrossRanges(
  rules: readonly FlowRule[],
  endpoint: RangesEndpoint,
  named: Parameters<FlowRule["ports"]>[0],
): Reach {
  const blocks = rules.flatMap(({ peers = [] }) => peers.flatMap(({ block }) => block ?? []));
  const cuts = [
    ...blocks.map(({ range }) => range),
    ...blocks.flatMap(({ except }) => except),
    ...rangesIn(endpoint.except),
  ];
  const pieces = rangesIn(endpoint.ranges)
    .flatMap((range) => piecesOf(range, cuts))
    .filter((piece) => !rangesIn(endpoint.except).some((outer) => holds(outer, piece)));
  const open = pieces.map((piece) =>
    union(
      ...rules
        .filter(({ peers }) => peers === undefined || peers.some((peer) => lets(peer, piece)))
        .map(({ ports }) => ports(named)),
    ),
  );
  return together(open);
}

/** What is open to some and to all of several parts of an endpoint. */
function together(open: readonly PortSet[]): Reach {
  const [first = NO_PORTS, ...rest] = open;
  return { some: union(...open), all: rest.reduce<PortSet>((left, ports) => intersection(left, ports), first) };
}

type Piece = Pick<Range, "family" | "first" | "last">;

const holds = (outer: Piece, inner: Piece): boolean =>
  outer.family === inner.family && outer.first <= inner.first && inner.last <= outer.last;

function lets({ block }: Peer, piece: Piece): boolean {
  return block !== undefined && holds(block.range, piece) && !block.except.some((range) => holds(range, piece));
}

function piecesOf(range: Range, cuts: readonly Range[]): readonly Piece[] {
  const starts = cuts
    .filter(({ family }) => family === range.family)
    .flatMap(({ first, last }) => [first, last + 1n])
    .filter((start) => start > range.first && start <= range.last);
  const sorted = [...new Set([range.first, ...starts])].sort((one, other) => (one < other ? -1 : 1));
  return sorted.map((first, index) => ({
    family: range.family,
    first,
    last: (sorted[index + 1] ?? range.last + 1n) - 1n,
  }));
}
