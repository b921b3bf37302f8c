import { parseCIDR, type IPv4, type IPv6 } from "ipaddr.js";

/** A range of addresses that was read from text such as `10.0.0.0/20`. */
export interface Range {
  readonly text: string;
  readonly family: 4 | 6;
  readonly prefix: number;
  /** The first and the last address as numbers, so that ranges can be compared. */
  readonly first: bigint;
  readonly last: bigint;
}

/** What a VPC may use without owning it: https://cloud.google.com/vpc/docs/subnets#valid-ranges */
const PRIVATE = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "240.0.0.0/4"];

/** Whence Google's load balancers and their health checks come: https://cloud.google.com/load-balancing/docs/health-check-concepts#ip-ranges */
export const LOAD_BALANCERS: readonly string[] = ["35.191.0.0/16", "130.211.0.0/22"];

/** Nobody's customers or offices are a quarter of all addresses; halves and quarters are how `0.0.0.0/0` hides. */
const QUARTER_OF_IPV4 = 2n ** 30n;

/** All of IPv6 that is given out is in 2000::/3: https://www.iana.org/assignments/ipv6-address-space */
const MOST_OF_IPV6 = 8;

const READ = new Map<string, Range | undefined>();

/** Reads a range of either family, an address alone as a range of one; undefined for anything else. */
export function parseRange(text: unknown): Range | undefined {
  if (typeof text !== "string" || !/^[0-9a-f.:]+(?:\/\d{1,3})?$/i.test(text)) {
    return undefined;
  }
  if (!READ.has(text)) READ.set(text, readRange(text));
  return READ.get(text);
}

function readRange(text: string): Range | undefined {
  try {
    const single = text.includes(":") ? 128 : 32;
    const [address, prefix] = parseCIDR(text.includes("/") ? text : `${text}/${single}`);
    const bits = address.kind() === "ipv4" ? 32 : 128;
    const size = 2n ** BigInt(bits - prefix);
    const given = toNumber(address);
    const first = given - (given % size);
    return { text, family: bits === 32 ? 4 : 6, prefix, first, last: first + size - 1n };
  } catch {
    return undefined;
  }
}

/** The ranges among some values. */
export const rangesIn = (values: unknown): readonly Range[] =>
  (Array.isArray(values) ? values : [values]).flatMap((value: unknown) => parseRange(value) ?? []);

/** True when every address of the second range lies in the first. */
export const contains = (outer: Range, inner: Range): boolean =>
  outer.family === inner.family && outer.first <= inner.first && inner.last <= outer.last;

/** True when the two ranges have an address in common. */
export const overlaps = (one: Range, other: Range): boolean =>
  one.family === other.family && one.first <= other.last && other.first <= one.last;

/** True for a range that a VPC may use without owning it. */
export const isPrivate = (range: Range): boolean => rangesIn(PRIVATE).some((outer) => contains(outer, range));

/** True when the ranges together are so many addresses that they are no selection, however they are cut. */
export function isWorld(ranges: readonly Range[]): boolean {
  if (ranges.some(({ family, prefix }) => family === 6 && prefix <= MOST_OF_IPV6)) {
    return true;
  }
  const reach = (range: Range): bigint => (range.family === 4 ? range.last - range.first + 1n : 0n);
  const distinct = ranges.filter(
    (range, index) =>
      !ranges.some((other, at) => at !== index && contains(other, range) && (at < index || !contains(range, other))),
  );
  return distinct.reduce((sum, range) => sum + reach(range), 0n) >= QUARTER_OF_IPV4;
}

function toNumber(address: IPv4 | IPv6): bigint {
  return address.toByteArray().reduce((sum, byte) => sum * 256n + BigInt(byte), 0n);
}
