import { ComputeAddress } from "@cdktf/provider-google/lib/compute-address";
import { ComputeRouter } from "@cdktf/provider-google/lib/compute-router";
import { ComputeRouterNat } from "@cdktf/provider-google/lib/compute-router-nat";
import { type ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { dependOn } from "../core/dependencies";
import { type RegionalProps } from "../core/project-scoped";
import { isKnown, outOfRange, type Finding } from "../core/validation";

const PORTS = "https://cloud.google.com/nat/docs/ports-and-addresses";

/** Ports that grow with the need of a node: one that opens many connections at once takes more. */
export interface DynamicPorts {
  readonly allocation: "dynamic";
  /**
   * What each node has at any time, a power of two from 32 to 32768.
   * @default 64
   */
  readonly minimum?: number;
  /**
   * What a node can grow to, a power of two above the minimum and up to 65536.
   * @default 4096
   */
  readonly maximum?: number;
}

/** A fixed number of ports for each node. */
export interface StaticPorts {
  readonly allocation: "static";
  /**
   * What each node has, 1 to 65536.
   * @default 64
   */
  readonly perNode?: number;
  /**
   * Keeps the outside address and port of a socket for all its destinations, as some peer-to-peer protocols need.
   * Google allows it with static allocation alone.
   * @default false
   */
  readonly endpointIndependentMapping?: boolean;
}

/** How Cloud NAT hands out source ports. */
export type NatPorts = DynamicPorts | StaticPorts;

/** How nodes and pods without public addresses reach the internet. */
export interface NatOptions {
  /**
   * How many static addresses leave the network, at least 1. An address carries 64512 ports for each protocol; two
   * are the least that can be exchanged one after the other.
   * @default 2
   */
  readonly addressCount?: number;
  /**
   * How source ports are handed out.
   * @default - dynamic, 64 to 4096 for each node
   */
  readonly ports?: NatPorts;
  /**
   * Which connections are logged.
   * @default "ERRORS_ONLY"
   */
  readonly logFilter?: "ERRORS_ONLY" | "TRANSLATIONS_ONLY" | "ALL";
}

/** Props of {@link NatGateway}. */
export interface NatGatewayProps extends RegionalProps {
  /** What the names of router, gateway and addresses start with. */
  readonly name: string;
  readonly networkId: string;
  readonly subnetworkId: string;
  readonly nat: Required<NatOptions>;
  readonly services: readonly ITerraformDependable[];
}

/** Cloud NAT with addresses of its own, so that others can put them on their allow lists. */
export class NatGateway extends Construct {
  public readonly addresses: readonly string[];

  public constructor(scope: Construct, id: string, props: NatGatewayProps) {
    super(scope, id);
    const { project, region, name, nat } = props;
    const addresses = Array.from({ length: nat.addressCount }, (_, index) => {
      const address = new ComputeAddress(this, `Address${index}`, {
        project,
        region,
        name: `${name}-nat-${index}`,
        addressType: "EXTERNAL",
        networkTier: "PREMIUM",
      });
      dependOn(address, ...props.services);
      return address;
    });
    const router = new ComputeRouter(this, "Router", {
      project,
      region,
      name: `${name}-router`,
      network: props.networkId,
    });
    new ComputeRouterNat(this, "Resource", {
      project,
      region,
      router: router.name,
      name: `${name}-nat`,
      natIpAllocateOption: "MANUAL_ONLY",
      natIps: addresses.map((address) => address.selfLink),
      sourceSubnetworkIpRangesToNat: "LIST_OF_SUBNETWORKS",
      subnetwork: [{ name: props.subnetworkId, sourceIpRangesToNat: ["ALL_IP_RANGES"] }],
      ...portArguments(nat.ports),
      logConfig: { enable: true, filter: nat.logFilter },
    });
    this.addresses = addresses.map((address) => address.address);
  }
}

/** The settings with every default filled in. */
export function resolveNat(nat: NatOptions = {}): Required<NatOptions> {
  const { addressCount = 2, ports = { allocation: "dynamic" }, logFilter = "ERRORS_ONLY" } = nat;
  return { addressCount, ports, logFilter };
}

/** What is wrong with NAT settings. */
export function natProblems({ addressCount, ports }: NatOptions): readonly Finding[] {
  return [
    isKnown(addressCount) &&
      !(Number.isInteger(addressCount) && addressCount >= 1) && {
        setting: "nat.addressCount",
        value: addressCount,
        must: "be a whole number of at least 1",
        fix: "give NAT an address, or private nodes can't reach the internet",
        source: PORTS,
      },
    ...(ports === undefined ? [] : portProblems(ports)),
  ];
}

function portProblems(ports: NatPorts): readonly Finding[] {
  if (ports.allocation === "static") {
    return [outOfRange("nat.ports.perNode", ports.perNode, 1, 65_536, { unit: "ports", source: PORTS })];
  }
  const { minimum, maximum } = dynamicPorts(ports);
  return [
    powerOfTwoProblem("nat.ports.minimum", minimum, 32, 32_768),
    powerOfTwoProblem("nat.ports.maximum", maximum, 64, 65_536),
    isKnown(minimum) &&
      isKnown(maximum) &&
      maximum <= minimum && {
        setting: "nat.ports.maximum",
        value: maximum,
        must: `be above 'nat.ports.minimum' (${minimum})`,
        fix: `choose at least ${2 * minimum}`,
        source: PORTS,
      },
  ];
}

function powerOfTwoProblem(setting: string, value: number, low: number, high: number): Finding {
  if (!isKnown(value) || (value >= low && value <= high && Number.isInteger(Math.log2(value)))) {
    return undefined;
  }
  const fix = `choose one of ${low}, ${low * 2}, ${low * 4} and so on`;
  return { setting, value, must: `be a power of two between ${low} and ${high}`, fix, source: PORTS };
}

function dynamicPorts({ minimum = 64, maximum = 4096 }: DynamicPorts): { minimum: number; maximum: number } {
  return { minimum, maximum };
}

/** Dynamic allocation is refused together with endpoint-independent mapping, so the latter is always written out. */
function portArguments(ports: NatPorts): {
  readonly enableDynamicPortAllocation: boolean;
  readonly enableEndpointIndependentMapping: boolean;
  readonly minPortsPerVm: number;
  readonly maxPortsPerVm?: number;
} {
  if (ports.allocation === "static") {
    return {
      enableDynamicPortAllocation: false,
      enableEndpointIndependentMapping: ports.endpointIndependentMapping ?? false,
      minPortsPerVm: ports.perNode ?? 64,
    };
  }
  const { minimum, maximum } = dynamicPorts(ports);
  return {
    enableDynamicPortAllocation: true,
    enableEndpointIndependentMapping: false,
    minPortsPerVm: minimum,
    maxPortsPerVm: maximum,
  };
}
