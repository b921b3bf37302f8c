import { contains, isPrivate, parseRange, rangesIn, type Range } from "./ranges";

/**
 * The widest public range that one organisation plausibly has: in IPv4 a /16, the most that RFC 1466 gave to one
 * (https://www.rfc-editor.org/rfc/rfc1466#section-4.2), in IPv6 a /32, the least that a whole provider gets
 * (https://www.ripe.net/publications/docs/ripe-738/#minimum_allocation).
 */
const WIDEST = { 4: 16, 6: 32 } as const;

/** What is wrong with a range as a network that may reach a control plane; undefined when nothing is. */
export function rangeProblem(text: string): string | undefined {
  const range = parseRange(text);
  if (range === undefined) {
    return "no range of addresses";
  }
  if (range.prefix === 0) {
    return "every address there is";
  }
  const widest = WIDEST[range.family];
  return range.prefix < widest && !isOurs(range)
    ? `wider than a /${widest}, more than one organisation has`
    : undefined;
}

/** Private in IPv4, or a unique local range of IPv6: https://www.rfc-editor.org/rfc/rfc4193 */
function isOurs(range: Range): boolean {
  return isPrivate(range) || rangesIn("fc00::/7").some((local) => contains(local, range));
}
