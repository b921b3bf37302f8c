import { ComputeNetwork } from "@cdktf/provider-google/lib/compute-network";
import { Token, type ITerraformDependable } from "cdktf";
import { Construct, type IConstruct } from "constructs";
import { cidrProblem, disjointProblems, overlaps, parseCidr } from "../core/cidr";
import { dependOn } from "../core/dependencies";
import { NAME_RULES, nameProblem } from "../core/naming";
import { type RegionalProps } from "../core/project-scoped";
import { ProjectServices } from "../core/project-services";
import { check, isKnown, type Finding } from "../core/validation";
import { IngressFirewall, portProblems } from "./ingress-firewall";
import { NatGateway, natProblems, resolveNat, type NatOptions } from "./nat-gateway";
import { DELETE_TIMEOUT, flowLogsProblem, NodeSubnetwork, resolveFlowLogs, type FlowLogs } from "./node-subnetwork";
import { PrivateServiceAccess } from "./private-service-access";

/** The longest ending that this construct puts behind the name. */
const LONGEST_ENDING = "-private-services";

/** A VPC with one subnetwork for a cluster, a way out, and private addresses for Google's services. */
export interface INetwork extends IConstruct {
  readonly project: string;
  readonly region: string;
  /** `projects/…/global/networks/…`, as a reference. */
  readonly networkId: string;
  /** The name of the network, as a reference. */
  readonly networkName: string;
  /** `projects/…/regions/…/subnetworks/…`, as a reference. */
  readonly subnetworkId: string;
  /** The name of the secondary range of pods. */
  readonly podRangeName: string;
  /** The name of the secondary range of Kubernetes Services. */
  readonly serviceRangeName: string;
  /** The CIDR range of nodes, literal. */
  readonly nodeRange: string;
  /** The CIDR range of pods, literal. */
  readonly podRange: string;
  /** The CIDR range of Kubernetes Services, literal. */
  readonly serviceRange: string;
  /** The CIDR range that Google's services, such as Cloud SQL, take private addresses from, literal. */
  readonly privateServiceRange: string;
  /** The name of that range, as a reference. */
  readonly privateServiceRangeName: string;
  /** The peering that a private address of Google's services needs: what takes one depends on it. */
  readonly privateServiceConnection: ITerraformDependable;
  /** The static addresses that nodes and pods have on the internet, as references. */
  readonly natAddresses: readonly string[];
}

/** Props of {@link Network}. The four ranges are private, canonical and have no address in common. */
export interface NetworkProps extends RegionalProps {
  /** The name of the network, up to 46 characters: its parts are named by it with an ending. */
  readonly name: string;
  /** The range of nodes, at least a /29. A /20 holds 4092 nodes. */
  readonly nodeRange: string;
  /** The range of pods, at least a /24. Each node takes a /26 of it on Autopilot and a /24 on Standard by default. */
  readonly podRange: string;
  /** The range of Kubernetes Services, at least a /27. */
  readonly serviceRange: string;
  /**
   * The range that Google's services take private addresses from, at least a /24; a /16 leaves room for more regions
   * and services. Not 172.17.0.0/16, which Cloud SQL can't be reached from or under.
   */
  readonly privateServiceRange: string;
  /**
   * What of the traffic is logged.
   * @default - half of the connections, summed up over 5 seconds, with all metadata
   */
  readonly flowLogs?: FlowLogs;
  /**
   * How nodes and pods reach the internet.
   * @default - two static addresses, dynamic ports, errors logged
   */
  readonly nat?: NatOptions;
  /**
   * The container ports that Google's load balancers reach, 1 to 65535. Empty for none.
   * @default [8080]
   */
  readonly loadBalancerPorts?: readonly number[];
  /**
   * The network tags of the nodes that load balancers reach.
   * @default - all nodes
   */
  readonly loadBalancerTargetTags?: readonly string[];
}

/** A custom-mode VPC that lets nothing in by default. */
export class Network extends Construct implements INetwork {
  public readonly project: string;
  public readonly region: string;
  public readonly networkId: string;
  public readonly networkName: string;
  public readonly subnetworkId: string;
  public readonly podRangeName = "pods";
  public readonly serviceRangeName = "services";
  public readonly nodeRange: string;
  public readonly podRange: string;
  public readonly serviceRange: string;
  public readonly privateServiceRange: string;
  public readonly privateServiceRangeName: string;
  public readonly privateServiceConnection: ITerraformDependable;
  public readonly natAddresses: readonly string[];
  /** The settings of flow logs in force. */
  public readonly flowLogs: Required<FlowLogs>;
  /** The settings of NAT in force. */
  public readonly nat: Required<NatOptions>;

  public constructor(scope: Construct, id: string, props: NetworkProps) {
    super(scope, id);
    const { project, region, name, loadBalancerPorts = [8080], loadBalancerTargetTags: targetTags = [] } = props;
    this.project = project;
    this.region = region;
    this.nodeRange = props.nodeRange;
    this.podRange = props.podRange;
    this.serviceRange = props.serviceRange;
    this.privateServiceRange = props.privateServiceRange;
    this.flowLogs = resolveFlowLogs(props.flowLogs);
    this.nat = resolveNat(props.nat);
    check(this, "Network", [
      nameProblem(NAME_RULES.compute, "name", name),
      lengthProblem(name),
      nameProblem(NAME_RULES.project, "project", project),
      nameProblem(NAME_RULES.region, "region", region),
      ...rangeProblems(props),
      flowLogsProblem(this.flowLogs),
      ...natProblems(this.nat),
      ...portProblems(loadBalancerPorts),
      ...targetTags.map((tag, index) => nameProblem(NAME_RULES.compute, `loadBalancerTargetTags[${index}]`, tag)),
    ]);

    const services = ProjectServices.of(this).enable(project, "compute.googleapis.com");
    const network = new ComputeNetwork(this, "Resource", {
      project,
      name,
      autoCreateSubnetworks: false,
      routingMode: "REGIONAL",
      timeouts: { delete: DELETE_TIMEOUT },
    });
    dependOn(network, ...services);
    this.networkId = network.id;
    this.networkName = network.name;

    const { networkId } = this;
    const subnetwork = new NodeSubnetwork(this, "Nodes", {
      project,
      region,
      name: `${name}-nodes`,
      networkId,
      nodeRange: props.nodeRange,
      pods: { name: this.podRangeName, range: props.podRange },
      services: { name: this.serviceRangeName, range: props.serviceRange },
      flowLogs: this.flowLogs,
    });
    this.subnetworkId = subnetwork.subnetworkId;
    const { subnetworkId } = this;
    const nat = new NatGateway(this, "Nat", {
      project,
      region,
      name,
      networkId,
      subnetworkId,
      nat: this.nat,
      services,
    });
    this.natAddresses = nat.addresses;
    const access = new PrivateServiceAccess(this, "PrivateServices", {
      project,
      name: `${name}${LONGEST_ENDING}`,
      networkId,
      range: props.privateServiceRange,
    });
    this.privateServiceRangeName = access.rangeName;
    this.privateServiceConnection = access.connection;
    new IngressFirewall(this, "Ingress", { project, name, networkId, loadBalancerPorts, targetTags });
  }
}

function lengthProblem(name: string): Finding {
  const longest = 63 - LONGEST_ENDING.length;
  if (!isKnown(name) || name.length <= longest) {
    return undefined;
  }
  return {
    setting: "name",
    value: name,
    must: `have at most ${longest} characters, since '${LONGEST_ENDING}' is put behind it`,
    fix: "choose a shorter name",
    source: NAME_RULES.compute.source,
  };
}

function rangeProblems(props: NetworkProps): readonly Finding[] {
  const { nodeRange, podRange, serviceRange, privateServiceRange } = props;
  const gke = "https://cloud.google.com/kubernetes-engine/docs/concepts/alias-ips#cluster_sizing";
  return [
    ...Object.entries({ nodeRange, podRange, serviceRange, privateServiceRange }).map(
      ([setting, range]): Finding =>
        Token.isUnresolved(range) && {
          setting,
          must: "be written out, since it is compared with the other ranges at synth",
          fix: "pass text such as 10.10.0.0/20 instead of a reference",
        },
    ),
    cidrProblem("nodeRange", nodeRange, {
      longestPrefix: 29,
      source: "https://cloud.google.com/vpc/docs/subnets#ipv4-ranges",
    }),
    cidrProblem("podRange", podRange, { longestPrefix: 24, source: gke }),
    cidrProblem("serviceRange", serviceRange, { longestPrefix: 27, source: gke }),
    cidrProblem("privateServiceRange", privateServiceRange, {
      longestPrefix: 24,
      source: "https://cloud.google.com/vpc/docs/configure-private-services-access#procedure",
    }),
    dockerProblem(privateServiceRange),
    ...disjointProblems({ nodeRange, podRange, serviceRange, privateServiceRange }),
  ];
}

/** Cloud SQL runs in containers whose bridge has this range, so a client or an instance in it can't be reached. */
function dockerProblem(range: string): Finding {
  const bridge = parseCidr("172.17.0.0/16");
  const given = isKnown(range) ? parseCidr(range) : undefined;
  if (bridge === undefined || given === undefined || !overlaps(bridge, given)) {
    return undefined;
  }
  return {
    setting: "privateServiceRange",
    value: range,
    must: "not overlap 172.17.0.0/16, the container bridge of Cloud SQL",
    fix: "choose another range",
    source: "https://cloud.google.com/sql/docs/postgres/private-ip",
  };
}
