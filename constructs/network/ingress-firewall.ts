import { ComputeFirewall } from "@cdktf/provider-google/lib/compute-firewall";
import { Construct } from "constructs";
import { type ProjectScopedProps } from "../core/project-scoped";
import { outOfRange, type Finding } from "../core/validation";

/**
 * Where Google's load balancers and their health checks come from.
 * https://cloud.google.com/load-balancing/docs/firewall-rules
 */
export const LOAD_BALANCER_RANGES: readonly string[] = ["35.191.0.0/16", "130.211.0.0/22"];

/** The lowest priority that a rule can have; every other rule goes before it. */
const LOWEST_PRIORITY = 65_535;
/** The default priority of a rule, which GKE's own rules have too. */
const DEFAULT_PRIORITY = 1000;

/** Props of {@link IngressFirewall}. */
export interface IngressFirewallProps extends ProjectScopedProps {
  /** What the names of the rules start with. */
  readonly name: string;
  readonly networkId: string;
  /** The container ports that load balancers reach. */
  readonly loadBalancerPorts: readonly number[];
  /** The network tags of the nodes that they reach. Empty for all nodes. */
  readonly targetTags: readonly string[];
}

/**
 * Nothing comes in that is not allowed, and what was refused is in the logs, which the implied rule of a VPC writes
 * nothing to. What a cluster needs between its nodes, pods and control plane GKE allows by rules that it makes itself.
 */
export class IngressFirewall extends Construct {
  public constructor(scope: Construct, id: string, props: IngressFirewallProps) {
    super(scope, id);
    const common = {
      project: props.project,
      network: props.networkId,
      direction: "INGRESS",
      logConfig: { metadata: "INCLUDE_ALL_METADATA" },
    };
    new ComputeFirewall(this, "DenyIngress", {
      ...common,
      name: `${props.name}-deny-ingress`,
      description: "Refuses and logs what no other rule allows.",
      priority: LOWEST_PRIORITY,
      sourceRanges: ["0.0.0.0/0"],
      deny: [{ protocol: "all" }],
    });
    if (props.loadBalancerPorts.length > 0) {
      new ComputeFirewall(this, "AllowLoadBalancers", {
        ...common,
        name: `${props.name}-allow-lb`,
        description: "Lets Google's load balancers and their health checks reach pods.",
        priority: DEFAULT_PRIORITY,
        sourceRanges: [...LOAD_BALANCER_RANGES],
        allow: [{ protocol: "tcp", ports: props.loadBalancerPorts.map(String) }],
        targetTags: props.targetTags.length > 0 ? [...props.targetTags] : undefined,
      });
    }
  }
}

/** What is wrong with the ports of load balancers. */
export function portProblems(ports: readonly number[]): readonly Finding[] {
  return [
    ...ports.map((port, index) => outOfRange(`loadBalancerPorts[${index}]`, port, 1, 65_535)),
    new Set(ports).size < ports.length && {
      setting: "loadBalancerPorts",
      value: ports,
      must: "name each port once",
      fix: "leave out the repeated port",
    },
  ];
}
