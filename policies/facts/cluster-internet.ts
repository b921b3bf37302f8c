import { contains, rangesIn, type Range } from "./ranges";
import { type FlowRule } from "../reachability/policies";

/** A VPC's own addresses and the node's, which hold databases, the control plane and credentials. RFC 1918, RFC 6598, RFC 3927. */
export const INTERNAL: readonly string[] = [
  "10.0.0.0/8",
  "100.64.0.0/10",
  "169.254.0.0/16",
  "172.16.0.0/12",
  "192.168.0.0/16",
];

/**
 * More addresses that aren't the internet: https://www.iana.org/assignments/iana-ipv4-special-registry, of which a VPC may use some
 * (https://cloud.google.com/vpc/docs/subnets#valid-ranges), and whence GKE takes Service addresses unless it is told otherwise
 * (https://cloud.google.com/kubernetes-engine/docs/concepts/alias-ips#cluster_sizing_secondary_range_svcs).
 */
export const SPECIAL: readonly string[] = [
  "0.0.0.0/8",
  "34.118.224.0/20",
  "127.0.0.0/8",
  "192.0.0.0/24",
  "198.18.0.0/15",
  "224.0.0.0/4",
  "240.0.0.0/4",
];

/** What a rule reaches by a block that is larger: the parts that the block doesn't except. A block for such a range alone is meant. */
export function reachedBy({ peers = [] }: FlowRule, ranges: readonly string[]) {
  return peers.flatMap(({ path, block }) => {
    const open =
      block === undefined
        ? []
        : rangesIn(ranges).filter((range) => holdsMore(block.range, range) && !isExcepted(range, block.except));
    return open.length === 0 ? [] : [{ path, open }];
  });
}

const holdsMore = (outer: Range, inner: Range): boolean => contains(outer, inner) && outer.prefix < inner.prefix;

const isExcepted = (range: Range, except: readonly Range[]): boolean => except.some((outer) => contains(outer, range));
