import { ContainerNodePool } from "@cdktf/provider-google/lib/container-node-pool";
import { Construct } from "constructs";
import { dependOn } from "../core/dependencies";
import { NAME_RULES, nameProblem } from "../core/naming";
import { check, isKnown, outOfRange, type Finding } from "../core/validation";
import { type IEncryptionKey } from "../kms";
import { type ICluster } from "./cluster";
import { ComputeEngineAgent } from "./compute-engine-agent";
import { HARDENED_NODE } from "./hardened-node";
import { type NodeServiceAccount } from "./node-service-account";

const QUOTAS = "https://cloud.google.com/kubernetes-engine/quotas";
/** A regional cluster takes three zones of its region when it isn't told which. */
const DEFAULT_ZONE_COUNT = 3;

/** Keeps pods off nodes that they don't tolerate. */
export interface NodeTaint {
  readonly key: string;
  readonly value: string;
  readonly effect: "NO_SCHEDULE" | "PREFER_NO_SCHEDULE" | "NO_EXECUTE";
}

/** What a node pool is made of. */
export interface NodePoolOptions {
  /**
   * The machine type of every node.
   * @default "e2-standard-4"
   */
  readonly machineType?: string;
  /**
   * The least number of nodes, in all zones together.
   * @default 3
   */
  readonly minNodes?: number;
  /**
   * The highest number of nodes, in all zones together, up to 1000 for each zone.
   * @default 9
   */
  readonly maxNodes?: number;
  /**
   * The zones of the nodes.
   * @default - three of the region, chosen by GKE
   */
  readonly zones?: readonly string[];
  /**
   * Cheap nodes that Google takes away when it needs them, with 30 seconds' notice.
   * @default false
   */
  readonly spot?: boolean;
  /**
   * How many pods fit on a node, 8 to 256. It decides how much of the pod range a node takes.
   * @default 110
   */
  readonly maxPodsPerNode?: number;
  /**
   * The size of boot disks in GB, 10 to 65536.
   * @default 100
   */
  readonly diskSizeGb?: number;
  /**
   * The type of boot disks.
   * @default "pd-balanced"
   */
  readonly diskType?: "pd-standard" | "pd-balanced" | "pd-ssd" | "hyperdisk-balanced";
  /**
   * Encrypts the boot disks of nodes.
   * @default - Google's encryption at rest alone
   */
  readonly bootDiskKey?: IEncryptionKey;
  /**
   * Taints of every node.
   * @default - none
   */
  readonly taints?: readonly NodeTaint[];
  /**
   * Kubernetes labels of every node.
   * @default - none
   */
  readonly nodeLabels?: Readonly<Record<string, string>>;
  /**
   * How many nodes more than there are an upgrade may start at once, 1 to 20. None is taken away before.
   * @default 1
   */
  readonly maxSurge?: number;
}

/** What a pool needs to know of its cluster. */
export interface INodePoolCluster extends ICluster {
  readonly nodeServiceAccount: NodeServiceAccount;
  readonly networkTags: readonly string[];
}

/** Props of {@link NodePool}. */
export interface NodePoolProps extends NodePoolOptions {
  readonly cluster: INodePoolCluster;
  /** The name, up to 40 characters. */
  readonly name: string;
}

/** Shielded, self-repairing nodes of one kind in a Standard cluster. Make it by `StandardCluster.addNodePool`. */
export class NodePool extends Construct {
  public readonly resource: ContainerNodePool;

  public constructor(scope: Construct, id: string, props: NodePoolProps) {
    super(scope, id);
    const { cluster, name, bootDiskKey, zones } = props;
    const options = resolveNodePool(props);
    check(this, "NodePool", nodePoolProblems("", name, props, cluster.location));
    this.resource = new ContainerNodePool(this, "Resource", {
      project: cluster.project,
      location: cluster.location,
      cluster: cluster.clusterName,
      name,
      nodeLocations: zones === undefined ? undefined : [...zones],
      initialNodeCount: 1,
      maxPodsPerNode: options.maxPodsPerNode,
      autoscaling: {
        totalMinNodeCount: options.minNodes,
        totalMaxNodeCount: options.maxNodes,
        locationPolicy: options.spot ? "ANY" : "BALANCED",
      },
      management: { autoRepair: true, autoUpgrade: true },
      upgradeSettings: { strategy: "SURGE", maxSurge: options.maxSurge, maxUnavailable: 0 },
      networkConfig: { enablePrivateNodes: true },
      nodeConfig: {
        ...HARDENED_NODE,
        serviceAccount: cluster.nodeServiceAccount.email,
        machineType: options.machineType,
        spot: options.spot,
        diskSizeGb: options.diskSizeGb,
        diskType: options.diskType,
        bootDiskKmsKey: bootDiskKey?.keyId,
        labels: props.nodeLabels,
        taint: props.taints?.map((taint) => ({ ...taint })),
        tags: cluster.networkTags.length === 0 ? undefined : [...cluster.networkTags],
        gvnic: { enabled: true },
        kubeletConfig: { insecureKubeletReadonlyPortEnabled: "FALSE" },
      },
      // it is what the pool was created with, and changing it makes a new pool
      lifecycle: { ignoreChanges: ["initial_node_count"] },
      timeouts: { create: "45m", update: "45m", delete: "45m" },
    });
    if (bootDiskKey !== undefined) {
      const agent = ComputeEngineAgent.of(this, cluster.project);
      dependOn(this.resource, ...bootDiskKey.grantEncryptDecrypt(agent).dependables);
    }
  }
}

type Resolved = Required<
  Pick<
    NodePoolOptions,
    "machineType" | "minNodes" | "maxNodes" | "spot" | "maxPodsPerNode" | "diskSizeGb" | "diskType" | "maxSurge"
  >
>;

/** The settings with every default filled in. */
export function resolveNodePool(options: NodePoolOptions): Resolved {
  const { machineType = "e2-standard-4", minNodes = 3, maxNodes = 9, spot = false, maxPodsPerNode = 110 } = options;
  const { diskSizeGb = 100, diskType = "pd-balanced", maxSurge = 1 } = options;
  return { machineType, minNodes, maxNodes, spot, maxPodsPerNode, diskSizeGb, diskType, maxSurge };
}

/**
 * What is wrong with a node pool.
 *
 * @param prefix what stands before each setting in error texts
 */
export function nodePoolProblems(
  prefix: string,
  name: string,
  options: NodePoolOptions,
  region: string,
): readonly Finding[] {
  const { minNodes, maxNodes, maxPodsPerNode, diskSizeGb, maxSurge } = resolveNodePool(options);
  const { zones = [] } = options;
  const highest = 1000 * (zones.length || DEFAULT_ZONE_COUNT);
  const pods = "https://cloud.google.com/kubernetes-engine/docs/how-to/flexible-pod-cidr";
  const surge = "https://cloud.google.com/kubernetes-engine/docs/concepts/node-pool-upgrade-strategies#surge";
  const disks = "https://cloud.google.com/compute/docs/disks#disk-types";
  return [
    nameProblem({ ...NAME_RULES.cluster, kind: "node pool" }, `${prefix}name`, name),
    outOfRange(`${prefix}maxNodes`, maxNodes, 1, highest, { source: QUOTAS }),
    outOfRange(`${prefix}minNodes`, minNodes, 0, isKnown(maxNodes) ? maxNodes : highest),
    outOfRange(`${prefix}maxPodsPerNode`, maxPodsPerNode, 8, 256, { source: pods }),
    outOfRange(`${prefix}diskSizeGb`, diskSizeGb, 10, 65_536, { unit: "GB", source: disks }),
    outOfRange(`${prefix}maxSurge`, maxSurge, 1, 20, { source: surge }),
    ...zones.map((zone, index): Finding => {
      const inRegion = !isKnown(zone) || !isKnown(region) || new RegExp(`^${region}-[a-z]$`).test(zone);
      return (
        !inRegion && {
          setting: `${prefix}zones[${index}]`,
          value: zone,
          must: `be a zone of ${region}`,
          fix: `choose one such as ${region}-b`,
          source: "https://cloud.google.com/compute/docs/regions-zones",
        }
      );
    }),
  ];
}
