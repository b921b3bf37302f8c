import { isIP, isIPv4 } from "node:net";
import { isKnown, type Finding } from "../core/validation";

/** True for an address or a range in CIDR notation, IPv4 or IPv6. */
export function isAddressRange(text: string): boolean {
  const [address = "", prefix, ...rest] = text.split("/");
  if (isIP(address) === 0 || rest.length > 0) {
    return false;
  }
  return prefix === undefined || (/^\d{1,3}$/.test(prefix) && Number(prefix) <= (isIPv4(address) ? 32 : 128));
}

/** `203.0.113.7` as `203.0.113.7/32`: `inIpRange()` takes ranges. Anything else stays as it is. */
export function asRange(text: string): string {
  const bits = isIPv4(text) ? 32 : 128;
  return isIP(text) === 0 ? text : `${text}/${bits}`;
}

/** A problem for each known text that is neither an address nor a range. */
export function addressRangeProblems(
  setting: string,
  ranges: readonly string[],
  fix = "write it as 203.0.113.0/24 or 2001:db8::/32",
): readonly Finding[] {
  return ranges.map(
    (range): Finding =>
      isKnown(range) &&
      !isAddressRange(range) && { setting, value: range, must: "be an address or a range in CIDR notation", fix },
  );
}
