import { isWorld } from "../../facts/ranges";
import { readPolicy } from "../../reachability/policies";
import { verdict, type ObjectRule } from "../../rule";

/** No rule lets everybody in: neither without `from`, nor by a range that is the internet however it is cut, nor from every namespace. */
export const networkPolicyIngressNarrow: ObjectRule = {
  kinds: ["NetworkPolicy"],
  evaluate: (policy) => {
    const { ingress = [] } = readPolicy(policy);
    const stranger = { kind: "pods" as const, name: "", namespace: "a-namespace-of-somebody-else", labels: {} };
    return verdict(
      ingress.flatMap(({ path, peers }) => {
        if (peers === undefined) {
          return [`${path} has no from, so that everybody gets in`];
        }
        const ranges = peers.flatMap(({ block }) => block?.range ?? []);
        return [
          ...(isWorld(ranges) ? [`${path}.from lets ${ranges.map(({ text }) => text).join(", ")} in`] : []),
          ...peers
            .filter(({ picks }) => picks?.(stranger) === true)
            .map((peer) => `${peer.path} picks pods of every namespace`),
        ];
      }),
    );
  },
};
