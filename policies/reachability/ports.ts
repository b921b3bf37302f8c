/** A protocol with the ports from one to another. */
export interface PortRange {
  readonly protocol: string;
  readonly first: number;
  readonly last: number;
}

/** Ports without overlaps, in order. */
export type PortSet = readonly PortRange[];

/** What network policies know. https://kubernetes.io/docs/reference/kubernetes-api/policy-resources/network-policy-v1/ */
export const PROTOCOLS: readonly string[] = ["TCP", "UDP", "SCTP"];

/** The last port that there is. */
export const LAST_PORT = 65535;

/** Every port of every protocol. */
export const ALL_PORTS: PortSet = PROTOCOLS.map((protocol) => ({ protocol, first: 1, last: LAST_PORT }));

/** No port at all. */
export const NO_PORTS: PortSet = [];

/** The ports of several sets. */
export function union(...sets: readonly PortSet[]): PortSet {
  const sorted = sets
    .flat()
    .filter(({ first, last }) => first <= last)
    .sort((one, other) => compare(one.protocol, other.protocol) || one.first - other.first);
  return sorted.reduce<PortRange[]>((merged, range) => {
    const before = merged.at(-1);
    if (before === undefined || before.protocol !== range.protocol || before.last + 1 < range.first) {
      return [...merged, range];
    }
    return [...merged.slice(0, -1), { ...before, last: Math.max(before.last, range.last) }];
  }, []);
}

/** The ports that both sets have. */
export function intersection(one: PortSet, other: PortSet): PortSet {
  return union(
    one.flatMap((range) =>
      other
        .filter(({ protocol }) => protocol === range.protocol)
        .map(({ protocol, first, last }) => ({
          protocol,
          first: Math.max(first, range.first),
          last: Math.min(last, range.last),
        })),
    ),
  );
}

/** The ports of the first set that the second doesn't have. */
export function difference(one: PortSet, other: PortSet): PortSet {
  return other.reduce<PortSet>(
    (left, { protocol, first, last }) =>
      left.flatMap((range) =>
        range.protocol !== protocol || range.last < first || last < range.first
          ? [range]
          : [
              { protocol, first: range.first, last: first - 1 },
              { protocol, first: last + 1, last: range.last },
            ].filter((rest) => rest.first <= rest.last),
      ),
    union(one),
  );
}

/** One port as a set. */
export const port = (number: number, protocol = "TCP"): PortSet => [{ protocol, first: number, last: number }];

/** Ports as people write them, for example `TCP 443, UDP 53`. */
export function describePorts(ports: PortSet): string {
  if (difference(ALL_PORTS, ports).length === 0) {
    return "all ports";
  }
  return ports
    .map(({ protocol, first, last }) =>
      first === 1 && last === LAST_PORT
        ? `all of ${protocol}`
        : `${protocol} ${first === last ? first : `${first}-${last}`}`,
    )
    .join(", ");
}

function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
