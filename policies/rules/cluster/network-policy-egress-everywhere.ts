import { isWorld } from "../../facts/ranges";
import { readPolicy } from "../../reachability/policies";
import { verdict, type ObjectRule } from "../../rule";

/** Pods reach hosts by name instead of the whole internet. On Dataplane V2 a FQDNNetworkPolicy does that. */
export const networkPolicyEgressEverywhere: ObjectRule = {
  kinds: ["NetworkPolicy"],
  evaluate: (policy) => {
    const { egress = [] } = readPolicy(policy);
    return verdict(
      egress.flatMap(({ path, peers }) => {
        const ranges = peers?.flatMap(({ block }) => block?.range ?? []) ?? [];
        return peers !== undefined && isWorld(ranges)
          ? [`${path}.to reaches ${ranges.map(({ text }) => text).join(", ")}`]
          : [];
      }),
    );
  },
};
