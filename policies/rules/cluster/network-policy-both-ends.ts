import { podEndpoints, type PodsEndpoint } from "../../reachability/endpoints";
import { Reachability } from "../../reachability/graph";
import { readPolicy, type Direction, type FlowRule } from "../../reachability/policies";
import { describePorts, difference } from "../../reachability/ports";
import { verdict, type ObjectRule } from "../../rule";

/** What a policy opens between pods of the stack, the other end opens as well; else it opens nothing. */
export const networkPolicyBothEnds: ObjectRule = {
  kinds: ["NetworkPolicy"],
  evaluate: (source, { cluster }) => {
    const policy = readPolicy(source);
    const graph = Reachability.of(cluster);
    const pods = podEndpoints(cluster);
    const own = pods.filter(({ namespace, labels }) => namespace === policy.namespace && policy.selects(labels));
    const problems = (direction: Direction, rule: FlowRule) =>
      own.flatMap((one) =>
        pods
          .filter((other) => other !== one && rule.peers?.some(({ picks }) => picks?.(other)))
          .flatMap((other) => closed(graph, direction, rule, one, other)),
      );
    return verdict(
      (["ingress", "egress"] as const).flatMap((direction) =>
        (policy[direction] ?? []).flatMap((rule) => problems(direction, rule)),
      ),
    );
  },
};

function closed(
  graph: Reachability,
  direction: Direction,
  rule: FlowRule,
  one: PodsEndpoint,
  other: PodsEndpoint,
): readonly string[] {
  const [from, to] = direction === "ingress" ? [other, one] : [one, other];
  const missing = difference(rule.ports(to.ports ?? []), graph.reach(from, to).all);
  const [refusing, side] = direction === "ingress" ? [from.name, "egress"] : [to.name, "ingress"];
  return missing.length === 0
    ? []
    : [`${rule.path} is for ${other.name}, and the ${side} of ${refusing} doesn't allow ${describePorts(missing)}`];
}
