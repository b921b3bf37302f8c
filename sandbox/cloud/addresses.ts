/**
 * Addresses nobody routes: TEST-NET-3, -2 and -1 (https://www.rfc-editor.org/rfc/rfc5737), then the benchmarking range 198.18.0.0/15
 * (https://www.rfc-editor.org/rfc/rfc2544).
 */
export function* publicAddresses(): Generator<string> {
  yield* hostsOf("203.0.113.0/24");
  yield* hostsOf("198.51.100.0/24");
  yield* hostsOf("192.0.2.0/24");
  yield* hostsOf("198.18.0.0/15");
}

/** The usable hosts of an IPv4 range. Google keeps the first two and the last two addresses; the second is the gateway. */
export function* hostsOf(cidr: string): Generator<string> {
  const { base, size } = parse(cidr);
  for (let offset = 2; offset < size - 2; offset += 1) yield format(base + offset);
}

/** Ranges of that prefix length inside 10.128.0.0/9, where Google's automatic allocation takes them. */
export function* privateRanges(prefixLength: number): Generator<string> {
  const size = 2 ** (32 - prefixLength);
  const { base, size: total } = parse("10.128.0.0/9");
  // from the top, away from what people number by hand
  for (let start = base + total - size; start >= base; start -= size) yield format(start);
}

function parse(cidr: string): { readonly base: number; readonly size: number } {
  const [address = "", prefix = "32"] = cidr.split("/");
  const base = address.split(".").reduce((sum, part) => sum * 256 + Number(part), 0);
  return { base, size: 2 ** (32 - Number(prefix)) };
}

function format(value: number): string {
  return [24, 16, 8, 0].map((shift) => Math.floor(value / 2 ** shift) % 256).join(".");
}
