import { clustersIn, isSame } from "../../facts/ranges-network";
import { parseRange } from "../../facts/ranges";
import { textAt } from "../../facts/tls-hosts";
import {
  blocksAt,
  isWritten,
  valueAt,
  type Block,
  type RenderedResource,
  type RenderedStack,
} from "../../rendered/rendered-stack";
import { NOT_APPLICABLE, verdict, type ResourceRule } from "../../rule";

/** A range can't be made larger for pods and Services that exist, so one for a handful of nodes is a dead end. */
const LEAST_NODES = 16;

/** GKE's own choice is a /20; this is where a few dozen applications end. */
const LEAST_SERVICES = 256;

/** Of a primary range Google keeps four addresses: https://cloud.google.com/vpc/docs/subnets#unusable-ip-addresses-in-every-subnet */
const KEPT = 4;

/** Pods of a node where nothing else is written: https://cloud.google.com/kubernetes-engine/docs/how-to/flexible-pod-cidr */
const PODS = { autopilot: 32, standard: 110 } as const;

/** The subnet of a cluster has the ranges that the cluster names, in its region, with room to grow. */
export const subnetServesCluster: ResourceRule = {
  appliesTo: ["google_compute_subnetwork"],
  evaluate: (subnet, stack) => {
    const clusters = clustersIn(subnet, stack);
    return clusters.length === 0
      ? NOT_APPLICABLE
      : verdict(
          clusters.flatMap((cluster) => [
            ...problemsOf(subnet.arguments, cluster),
            ...onNetwork(subnet, cluster, stack),
          ]),
        );
  },
};

function onNetwork(subnet: RenderedResource, cluster: RenderedResource, stack: RenderedStack): readonly string[] {
  const { network } = cluster.arguments;
  return network === undefined || isSame(network, subnet.arguments.network, stack)
    ? []
    : [`network is not that of ${cluster.address}`];
}

function problemsOf(subnet: Block, { address, arguments: cluster }: RenderedResource): readonly string[] {
  const nodes = sizeOf(subnet.ip_cidr_range);
  const { region } = subnet;
  const location = textAt(cluster, "location");
  const elsewhere = isWritten(region) && isWritten(location) && !location.startsWith(region);
  return [
    ...(nodes !== undefined && nodes - KEPT < LEAST_NODES
      ? [`ip_cidr_range is for ${nodes - KEPT} nodes, fewer than ${LEAST_NODES}`]
      : []),
    ...(elsewhere ? [`region is "${region}", and ${address} is in ${location}`] : []),
    ...secondary(subnet, cluster, "cluster_secondary_range_name", (size) => {
      const served = Math.floor(size / 2 ** Math.ceil(Math.log2(2 * podsOf(cluster))));
      return served < LEAST_NODES ? `for the pods of ${served} nodes, fewer than ${LEAST_NODES}` : undefined;
    }),
    ...secondary(subnet, cluster, "services_secondary_range_name", (size) =>
      size < LEAST_SERVICES ? `for ${size} Services, fewer than ${LEAST_SERVICES}` : undefined,
    ),
  ];
}

function secondary(
  subnet: Block,
  cluster: Block,
  argument: string,
  judge: (size: number) => string | undefined,
): readonly string[] {
  const name = valueAt(cluster, `ip_allocation_policy.${argument}`);
  if (!isWritten(name)) {
    return [];
  }
  const range = blocksAt(subnet, "secondary_ip_range").find((one) => one.range_name === name);
  if (range === undefined) {
    return [`secondary_ip_range has none called "${name}", which ip_allocation_policy.${argument} names`];
  }
  const size = sizeOf(range.ip_cidr_range);
  const problem = size === undefined ? undefined : judge(size);
  return problem === undefined ? [] : [`secondary_ip_range ${name} is ${problem}`];
}

function podsOf(cluster: Block): number {
  const written = Number(cluster.default_max_pods_per_node);
  return written > 0 ? written : cluster.enable_autopilot === true ? PODS.autopilot : PODS.standard;
}

function sizeOf(text: unknown): number | undefined {
  const range = parseRange(text);
  return range === undefined ? undefined : Number(range.last - range.first + 1n);
}
