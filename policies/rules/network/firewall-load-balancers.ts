import { firewallsOf, readFirewall } from "../../facts/ranges-network";
import { contains, LOAD_BALANCERS, rangesIn, type Range } from "../../facts/ranges";
import { publicGateways } from "../../facts/tls-hosts";
import { blocksAt, valueAt, type Block, type RenderedStack } from "../../rendered/rendered-stack";
import { NOT_APPLICABLE, verdict, type ResourceRule } from "../../rule";

/**
 * Google's load balancers and their health checks come in, from both of their ranges, where a network refuses what is not allowed.
 * GKE makes such rules too, but not in a Shared VPC: https://cloud.google.com/kubernetes-engine/docs/concepts/firewall-rules
 */
export const firewallLoadBalancers: ResourceRule = {
  appliesTo: ["google_compute_firewall"],
  evaluate: (resource, stack) => {
    const { deny, direction, world } = readFirewall(resource);
    if (deny.length === 0 || direction === "EGRESS" || !world || publicGateways(stack).length === 0) {
      return NOT_APPLICABLE;
    }
    const allowing = firewallsOf(resource.arguments.network, stack).filter(
      (other) => other.allow.length > 0 && other.direction === "INGRESS" && !other.disabled,
    );
    const ports = checkedPorts(stack);
    const lacking = rangesIn(LOAD_BALANCERS).filter(
      (range) =>
        !allowing.some(
          (other) =>
            other.ranges.some((outer) => contains(outer, range)) &&
            ports.every((port) => other.allow.some((one) => isFor(one, port))),
        ),
    );
    return verdict(
      lacking.map(
        ({ text }: Range) =>
          `source_ranges: no rule allows ${text}, whence load balancers come, to port ${ports.join(" and ") || "any"}`,
      ),
    );
  },
};

/** The ports that health checks ask at. */
const checkedPorts = (stack: RenderedStack): readonly number[] => [
  ...new Set(
    stack.cluster.ofKind("HealthCheckPolicy").flatMap(({ object }) =>
      blocksAt(object, "spec.default.config").flatMap((config) => {
        const port = Number(valueAt(config, "httpHealthCheck.port") ?? valueAt(config, "tcpHealthCheck.port"));
        return port > 0 ? [port] : [];
      }),
    ),
  ),
];

function isFor({ protocol, ports }: Block, port: number): boolean {
  const list: readonly unknown[] = Array.isArray(ports) ? ports : [];
  const listed = list.length === 0 || list.some((one) => String(one) === String(port) || within(String(one), port));
  return listed && ["tcp", "6", "all"].includes(String(protocol));
}

function within(ports: string, port: number): boolean {
  const [from = Number.NaN, to = Number.NaN] = ports.split("-").map(Number);
  return from <= port && port <= to;
}
