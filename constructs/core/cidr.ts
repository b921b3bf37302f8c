import { IPv4 } from "ipaddr.js";
import { isKnown, type Finding } from "./validation";

/** An IPv4 range that was read from text such as `10.10.0.0/20`. */
export interface Cidr {
  /** The text as it was given. */
  readonly text: string;
  /** The text without host bits: `10.10.5.1/20` becomes `10.10.0.0/20`. */
  readonly canonical: string;
  /** The number behind the slash, 0 to 32. */
  readonly prefixLength: number;
  /** The first address as a number, so that ranges can be compared. */
  readonly first: number;
  /** The last address as a number. */
  readonly last: number;
  /** How many addresses the range has, those that a cloud reserves included. */
  readonly size: number;
}

/**
 * Reads an IPv4 range in CIDR notation.
 *
 * @returns `undefined` for anything else: no prefix, IPv6, and octal or hexadecimal octets, which some readers take
 * for decimal ones
 */
export function parseCidr(text: string): Cidr | undefined {
  const [address, prefix, ...rest] = text.split("/");
  if (address === undefined || prefix === undefined || rest.length > 0 || !/^(3[0-2]|[12]?[0-9])$/.test(prefix)) {
    return undefined;
  }
  if (!IPv4.isValidFourPartDecimal(address) || IPv4.parse(address).toString() !== address) {
    return undefined;
  }
  const prefixLength = Number(prefix);
  const size = 2 ** (32 - prefixLength);
  const given = toNumber(address);
  const first = given - (given % size);
  return { text, canonical: `${toAddress(first)}/${prefixLength}`, prefixLength, first, last: first + size - 1, size };
}

/** True when every address of the second range lies in the first. */
export function contains(outer: Cidr, inner: Cidr): boolean {
  return outer.first <= inner.first && inner.last <= outer.last;
}

/** True when the two ranges have an address in common. */
export function overlaps(one: Cidr, other: Cidr): boolean {
  return one.first <= other.last && other.first <= one.last;
}

/**
 * The ranges that a VPC may use without owning them: RFC 1918, RFC 6598 and RFC 5735 class E.
 * https://cloud.google.com/vpc/docs/subnets#valid-ranges
 */
const PRIVATE_RANGES: readonly string[] = [
  "10.0.0.0/8",
  "172.16.0.0/12",
  "192.168.0.0/16",
  "100.64.0.0/10",
  "240.0.0.0/4",
];

/** True when the whole range is private, in the sense of what a VPC subnet may use without owning it. */
export function isPrivate(range: Cidr): boolean {
  const outer = PRIVATE_RANGES.map((text) => parseCidr(text));
  return outer.some((candidate) => candidate !== undefined && contains(candidate, range));
}

/**
 * How many virtual machines fit into a subnet's primary range, of which Google keeps four addresses.
 * https://cloud.google.com/vpc/docs/subnets#unusable-ip-addresses-in-every-subnet
 */
export function nodeCapacity(nodes: Cidr): number {
  return Math.max(0, nodes.size - 4);
}

/**
 * The prefix length of the pod range that each node takes: at least twice as many addresses as it may run pods, so
 * 110 pods take a /24 and Autopilot's 32 a /26.
 * https://cloud.google.com/kubernetes-engine/docs/how-to/flexible-pod-cidr
 *
 * @param maxPodsPerNode 8 to 256; GKE gives fewer than 8 the range of 8
 */
export function podPrefixPerNode(maxPodsPerNode: number): number {
  return 32 - Math.ceil(Math.log2(2 * Math.max(8, maxPodsPerNode)));
}

/** How many nodes a pod range serves: each takes a range of its own, however few pods it runs. */
export function podRangeNodes(pods: Cidr, maxPodsPerNode: number): number {
  const perNode = podPrefixPerNode(maxPodsPerNode);
  return pods.prefixLength > perNode ? 0 : 2 ** (perNode - pods.prefixLength);
}

/** The longest prefix whose range still holds that many addresses. */
export function prefixFor(addresses: number): number {
  return 32 - Math.ceil(Math.log2(Math.max(1, addresses)));
}

/** What {@link cidrProblem} asks for beyond valid notation. */
export interface CidrRule {
  /**
   * Refuse public addresses.
   * @default true
   */
  readonly private?: boolean;
  /**
   * The largest range that is allowed, as a prefix length.
   * @default 0
   */
  readonly shortestPrefix?: number;
  /**
   * The smallest range that is allowed, as a prefix length.
   * @default 32
   */
  readonly longestPrefix?: number;
  /** Where the limits come from. */
  readonly source?: string;
}

const SUBNETS = "https://cloud.google.com/vpc/docs/subnets#valid-ranges";

/** A problem when a known range is no canonical, private IPv4 range of an allowed size. */
export function cidrProblem(setting: string, value: string | undefined, rule: CidrRule = {}): Finding {
  if (!isKnown(value)) {
    return undefined;
  }
  const range = parseCidr(value);
  if (range === undefined) {
    return {
      setting,
      value,
      must: "be an IPv4 range in CIDR notation",
      fix: "write it as 10.10.0.0/20",
      source: SUBNETS,
    };
  }
  if (range.canonical !== value) {
    return {
      setting,
      value,
      must: "have no bits set behind its prefix",
      fix: `write ${range.canonical}`,
      source: SUBNETS,
    };
  }
  if ((rule.private ?? true) && !isPrivate(range)) {
    const fix = `choose a range inside ${PRIVATE_RANGES.join(", ")}`;
    return { setting, value, must: "be a private range", fix, source: SUBNETS };
  }
  const { shortestPrefix = 0, longestPrefix = 32, source = SUBNETS } = rule;
  if (range.prefixLength > longestPrefix) {
    return {
      setting,
      value,
      must: `have a prefix of /${longestPrefix} or shorter`,
      fix: `choose at least a /${longestPrefix}`,
      source,
    };
  }
  if (range.prefixLength < shortestPrefix) {
    return {
      setting,
      value,
      must: `have a prefix of /${shortestPrefix} or longer`,
      fix: `choose at most a /${shortestPrefix}`,
      source,
    };
  }
  return undefined;
}

/**
 * One problem for each pair of known ranges that have addresses in common. Text that is no range is passed over,
 * since {@link cidrProblem} reports it.
 *
 * @param ranges setting name to range
 */
export function disjointProblems(ranges: Readonly<Record<string, string | undefined>>): readonly Finding[] {
  const parsed = Object.entries(ranges).flatMap(([setting, text]) => {
    const range = isKnown(text) ? parseCidr(text) : undefined;
    return range === undefined ? [] : [{ setting, range }];
  });
  return parsed.flatMap((one, index) =>
    parsed.slice(index + 1).map((other): Finding => {
      const clash = overlaps(one.range, other.range);
      return (
        clash && {
          setting: other.setting,
          value: other.range.text,
          must: `not overlap '${one.setting}' (${one.range.text})`,
          fix: "choose ranges that have no address in common",
        }
      );
    }),
  );
}

function toNumber(address: string): number {
  return IPv4.parse(address).octets.reduce((sum, octet) => sum * 256 + octet, 0);
}

function toAddress(number: number): string {
  return [24, 16, 8, 0].map((shift) => Math.floor(number / 2 ** shift) % 256).join(".");
}
