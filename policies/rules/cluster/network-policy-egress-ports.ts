import { isWorld } from "../../facts/ranges";
import { readPolicy } from "../../reachability/policies";
import { ALL_PORTS, difference } from "../../reachability/ports";
import { verdict, type ObjectRule } from "../../rule";

/** A rule for the internet, or for everybody, names its ports, and not one range of all. */
export const networkPolicyEgressPorts: ObjectRule = {
  kinds: ["NetworkPolicy"],
  evaluate: (policy) => {
    const { egress = [] } = readPolicy(policy);
    return verdict(
      egress
        .filter(({ peers }) => peers === undefined || isWorld(peers.flatMap(({ block }) => block?.range ?? [])))
        .filter(({ ports }) => {
          const open = ports([]);
          const closed = difference(ALL_PORTS, open);
          return ["TCP", "UDP"].some((protocol) => !closed.some((range) => range.protocol === protocol));
        })
        .map(({ path }) => `${path}.ports are all ports, to everywhere`),
    );
  },
};
