import { contains, parseRange } from "../../facts/ranges";
import { clusterRanges } from "../../reachability/cluster-ranges";
import { readPolicy, type Peer } from "../../reachability/policies";
import { NOT_APPLICABLE, verdict, type ObjectRule } from "../../rule";

/** A block of addresses inside is for one thing: nodes, pods, Services or managed services, not for several at once. */
export const networkPolicyBlocksNarrow: ObjectRule = {
  kinds: ["NetworkPolicy"],
  evaluate: (source, stack) => {
    const known = Object.entries(clusterRanges(stack)).flatMap(([name, list]: [string, readonly string[]]) =>
      list.map((text) => ({ name, text })),
    );
    if (known.length === 0) {
      return NOT_APPLICABLE;
    }
    const { ingress = [], egress = [] } = readPolicy(source);
    const inside = ({ block }: Peer): readonly (typeof known)[number][] =>
      known.filter(({ text }) => {
        const range = parseRange(text);
        return (
          block !== undefined &&
          range !== undefined &&
          contains(block.range, range) &&
          !block.except.some((outer) => contains(outer, range))
        );
      });
    const findings = [...ingress, ...egress]
      .flatMap(({ peers = [] }) => peers)
      .flatMap((peer) => {
        const found = inside(peer);
        return new Set(found.map(({ name }) => name)).size > 1
          ? [
              `${peer.path}.ipBlock.cidr is ${peer.block?.range.text}, which holds ${found.map(({ name, text }) => `${text} (${name})`).join(", ")}`,
            ]
          : [];
      });
    return verdict(findings);
  },
};
