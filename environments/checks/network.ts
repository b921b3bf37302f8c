import {
  cidrProblem,
  disjointProblems,
  nodeCapacity,
  overlaps,
  parseCidr,
  podPrefixPerNode,
  podRangeNodes,
  prefixFor,
} from "../../constructs/core/cidr";
import { type Finding } from "../../constructs/core/validation";
import { podsPerNode } from "../capacity";
import { type EnvironmentSettings } from "../settings";
import { type Check } from "./check";

const PLANNING = "https://cloud.google.com/kubernetes-engine/docs/concepts/alias-ips";
const PRIVATE_SERVICES = "https://cloud.google.com/vpc/docs/configure-private-services-access";

/** Cloud SQL instances run Docker, whose bridge has this range: nobody in it can be reached or answered. */
const DOCKER_BRIDGE = { range: "172.17.0.0/16", source: "https://cloud.google.com/sql/docs/postgres/private-ip" };

/** Ranges: well written, private, apart from each other and large enough for what the cluster has to hold. */
export const network: Check = {
  reads: ["network", "cluster"],
  find: (settings) => {
    const { nodes, pods, services, privateServices } = settings.network;
    return [
      cidrProblem("network.nodes", nodes, { shortestPrefix: 8, longestPrefix: 29 }),
      cidrProblem("network.pods", pods, { shortestPrefix: 8 }),
      cidrProblem("network.services", services, { shortestPrefix: 8, longestPrefix: 27, source: PLANNING }),
      cidrProblem("network.privateServices", privateServices, {
        shortestPrefix: 8,
        longestPrefix: 24,
        source: PRIVATE_SERVICES,
      }),
      ...disjointProblems({
        "network.nodes": nodes,
        "network.pods": pods,
        "network.services": services,
        "network.privateServices": privateServices,
      }),
      ...Object.entries({ nodes, pods, privateServices }).map(([name, range]) =>
        dockerProblem(`network.${name}`, range),
      ),
      ...capacityProblems(settings),
      ...settings.cluster.authorizedNetworks.map(({ cidr }, index) =>
        cidrProblem(`cluster.authorizedNetworks[${index}].cidr`, cidr, { private: false, shortestPrefix: 8 }),
      ),
    ];
  },
};

function dockerProblem(setting: string, text: string): Finding {
  const range = parseCidr(text);
  const bridge = parseCidr(DOCKER_BRIDGE.range);
  return (
    range !== undefined &&
    bridge !== undefined &&
    overlaps(range, bridge) && {
      setting,
      value: text,
      must: `not overlap ${DOCKER_BRIDGE.range}, which Cloud SQL instances use inside`,
      fix: "choose another private range",
      source: DOCKER_BRIDGE.source,
    }
  );
}

function capacityProblems({ network: ranges, cluster }: EnvironmentSettings): readonly Finding[] {
  const { expectedNodes, expectedPods } = cluster;
  const perNode = podsPerNode(cluster);
  const nodes = parseCidr(ranges.nodes);
  const pods = parseCidr(ranges.pods);
  const podsFix = podPrefixPerNode(perNode) - Math.ceil(Math.log2(expectedNodes));
  return [
    nodes !== undefined &&
      nodeCapacity(nodes) < expectedNodes && {
        setting: "network.nodes",
        value: ranges.nodes,
        must: `hold 'cluster.expectedNodes' (${expectedNodes}), and it holds ${nodeCapacity(nodes)}`,
        fix: `choose at least a /${prefixFor(expectedNodes + 4)}`,
        source: PLANNING,
      },
    pods !== undefined &&
      podRangeNodes(pods, perNode) < expectedNodes && {
        setting: "network.pods",
        value: ranges.pods,
        must: `serve 'cluster.expectedNodes' (${expectedNodes}) with a /${podPrefixPerNode(perNode)} each, and it serves ${podRangeNodes(pods, perNode)}`,
        fix: `choose at least a /${podsFix}`,
        source: PLANNING,
      },
    expectedPods > expectedNodes * perNode && {
      setting: "cluster.expectedPods",
      value: expectedPods,
      must: `fit on 'cluster.expectedNodes' (${expectedNodes}) with ${perNode} pods each, which is ${expectedNodes * perNode}`,
      fix: `raise 'cluster.expectedNodes' to ${Math.ceil(expectedPods / perNode)} or lower it`,
      source: PLANNING,
    },
  ];
}
