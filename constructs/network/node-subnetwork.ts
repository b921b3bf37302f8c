import { ComputeSubnetwork } from "@cdktf/provider-google/lib/compute-subnetwork";
import { Construct } from "constructs";
import { type RegionalProps } from "../core/project-scoped";
import { type Finding, isKnown } from "../core/validation";

/**
 * Deleting waits for what GKE leaves behind: network endpoint groups are collected minutes after the cluster is gone,
 * and block the subnetwork and the network until then.
 * https://github.com/hashicorp/terraform-provider-google/issues/5948
 */
export const DELETE_TIMEOUT = "30m";

/** VPC flow logs of the nodes' subnetwork: who spoke with whom, sampled. */
export interface FlowLogs {
  /**
   * Over which time packets of one connection are summed up.
   * @default "INTERVAL_5_SEC"
   */
  readonly aggregationInterval?:
    "INTERVAL_5_SEC" | "INTERVAL_30_SEC" | "INTERVAL_1_MIN" | "INTERVAL_5_MIN" | "INTERVAL_10_MIN" | "INTERVAL_15_MIN";
  /**
   * The share of connections that is logged, above 0 and up to 1. It is what flow logs cost by.
   * @default 0.5
   */
  readonly sampling?: number;
  /**
   * Whether names of instances, clusters and pods stand beside the addresses.
   * @default "INCLUDE_ALL_METADATA"
   */
  readonly metadata?: "INCLUDE_ALL_METADATA" | "EXCLUDE_ALL_METADATA";
}

/** Props of {@link NodeSubnetwork}. */
export interface NodeSubnetworkProps extends RegionalProps {
  readonly name: string;
  readonly networkId: string;
  readonly nodeRange: string;
  readonly pods: { readonly name: string; readonly range: string };
  readonly services: { readonly name: string; readonly range: string };
  readonly flowLogs: Required<FlowLogs>;
}

/** The subnetwork of a VPC-native cluster: nodes in the primary range, pods and Services in secondary ones. */
export class NodeSubnetwork extends Construct {
  public readonly subnetworkId: string;

  public constructor(scope: Construct, id: string, props: NodeSubnetworkProps) {
    super(scope, id);
    const { aggregationInterval, sampling, metadata } = props.flowLogs;
    const subnetwork = new ComputeSubnetwork(this, "Resource", {
      project: props.project,
      region: props.region,
      name: props.name,
      network: props.networkId,
      ipCidrRange: props.nodeRange,
      secondaryIpRange: [
        { rangeName: props.pods.name, ipCidrRange: props.pods.range },
        { rangeName: props.services.name, ipCidrRange: props.services.range },
      ],
      privateIpGoogleAccess: true,
      logConfig: { aggregationInterval, flowSampling: sampling, metadata },
      timeouts: { delete: DELETE_TIMEOUT },
    });
    this.subnetworkId = subnetwork.id;
  }
}

/** The settings with every default filled in. */
export function resolveFlowLogs(flowLogs: FlowLogs = {}): Required<FlowLogs> {
  const { aggregationInterval = "INTERVAL_5_SEC", sampling = 0.5, metadata = "INCLUDE_ALL_METADATA" } = flowLogs;
  return { aggregationInterval, sampling, metadata };
}

/** What is wrong with a setting of flow logs. */
export function flowLogsProblem({ sampling }: FlowLogs): Finding {
  if (!isKnown(sampling) || (sampling > 0 && sampling <= 1)) {
    return undefined;
  }
  return {
    setting: "flowLogs.sampling",
    value: sampling,
    must: "be above 0 and at most 1",
    fix: "choose the share of connections to log, for example 0.1 to save cost",
    source: "https://cloud.google.com/vpc/docs/flow-logs#log-sampling",
  };
}
