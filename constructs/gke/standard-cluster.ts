import { type ITerraformDependable } from "cdktf";
import { type Construct } from "constructs";
import { nodeCapacity, parseCidr, podPrefixPerNode } from "../core/cidr";
import { check, isKnown, type Finding } from "../core/validation";
import { type INetwork } from "../network";
import { type ClusterProps } from "./cluster";
import { ClusterBase } from "./cluster-base";
import { HARDENED_NODE } from "./hardened-node";
import { NodePool, nodePoolProblems, resolveNodePool, type INodePoolCluster, type NodePoolOptions } from "./node-pool";

/** Props of {@link StandardCluster}. */
export interface StandardClusterProps extends ClusterProps {
  /** The node pools by name, at least one. */
  readonly nodePools: Readonly<Record<string, NodePoolOptions>>;
}

/** A cluster whose nodes we choose, with Dataplane V2 and shielded nodes. */
export class StandardCluster extends ClusterBase implements INodePoolCluster {
  public readonly networkTags: readonly string[];
  private readonly network: INetwork;
  private readonly pools = new Map<string, NodePool>();
  private readonly options: NodePoolOptions[] = [];

  public constructor(scope: Construct, id: string, props: StandardClusterProps) {
    super(scope, id, props, {
      what: "StandardCluster",
      findings: poolsProblems(props),
      addons: {
        gcePersistentDiskCsiDriverConfig: { enabled: true },
        dnsCacheConfig: { enabled: true },
        // Dataplane V2 enforces network policies itself
        networkPolicyConfig: { disabled: true },
      },
      // The first node pool is gone right after creation, and what the API says of it afterwards is another's.
      ignoreChanges: ["node_config", "initial_node_count"],
      arguments: (nodes) => ({
        datapathProvider: "ADVANCED_DATAPATH",
        networkPolicy: { enabled: false },
        enableShieldedNodes: true,
        enableIntranodeVisibility: true,
        removeDefaultNodePool: true,
        initialNodeCount: 1,
        nodeConfig: { ...HARDENED_NODE, serviceAccount: nodes.email },
        nodePoolDefaults: { nodeConfigDefaults: { insecureKubeletReadonlyPortEnabled: "FALSE" } },
      }),
    });
    this.network = props.network;
    this.networkTags = props.networkTags ?? [];
    for (const [name, options] of Object.entries(props.nodePools)) {
      this.addNodePool(name, options);
    }
  }

  public override get ready(): readonly ITerraformDependable[] {
    return [...super.ready, ...[...this.pools.values()].map((pool) => pool.resource)];
  }

  /** Adds nodes of another kind. Add them before anything that waits for the cluster. */
  public addNodePool(name: string, options: NodePoolOptions = {}): NodePool {
    check(this, "StandardCluster", capacityProblems(this.network, [...this.options, options]));
    const pool = new NodePool(this, `NodePool-${name}`, { ...options, cluster: this, name });
    this.options.push(options);
    this.pools.set(name, pool);
    return pool;
  }
}

function poolsProblems({ network, nodePools }: StandardClusterProps): readonly Finding[] {
  const pools = Object.entries(nodePools);
  return [
    pools.length === 0 && {
      setting: "nodePools",
      must: "name at least one pool",
      fix: "add one, for example { default: {} }, or use AutopilotCluster",
    },
    ...pools.flatMap(([name, options]) => nodePoolProblems(`nodePools.${name}.`, name, options, network.region)),
    ...capacityProblems(network, Object.values(nodePools)),
  ];
}

/** Nodes that no address is left for don't start, which shows on the day that the cluster grows. */
function capacityProblems(network: INetwork, pools: readonly NodePoolOptions[]): readonly Finding[] {
  const resolved = pools.map(resolveNodePool);
  const known = resolved.every(({ maxNodes, maxPodsPerNode }) => isKnown(maxNodes) && isKnown(maxPodsPerNode));
  const [nodes, pods] = [parseCidr(network.nodeRange), parseCidr(network.podRange)];
  if (!known || nodes === undefined || pods === undefined) {
    return [];
  }
  // an upgrade starts nodes before it takes others away
  const counts = resolved.map(({ maxNodes, maxSurge, maxPodsPerNode }) => ({
    nodes: maxNodes + maxSurge,
    addresses: (maxNodes + maxSurge) * 2 ** (32 - podPrefixPerNode(maxPodsPerNode)),
  }));
  const wanted = counts.reduce((sum, pool) => sum + pool.nodes, 0);
  const addresses = counts.reduce((sum, pool) => sum + pool.addresses, 0);
  return [
    wanted > nodeCapacity(nodes) && {
      setting: "nodePools",
      value: wanted,
      must: `fit into the node range ${nodes.text}, which holds ${nodeCapacity(nodes)} nodes`,
      fix: "lower 'maxNodes' or 'maxSurge', or widen 'nodeRange' of the network",
      source: "https://cloud.google.com/kubernetes-engine/docs/concepts/alias-ips#cluster_sizing",
    },
    addresses > pods.size && {
      setting: "nodePools",
      value: addresses,
      must: `fit into the pod range ${pods.text}, which holds ${pods.size} addresses`,
      fix: "lower 'maxNodes' or 'maxPodsPerNode', or widen 'podRange' of the network",
      source: "https://cloud.google.com/kubernetes-engine/docs/how-to/flexible-pod-cidr",
    },
  ];
}
