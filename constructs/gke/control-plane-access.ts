import { type ContainerClusterConfig } from "@cdktf/provider-google/lib/container-cluster";
import { cidrProblem } from "../core/cidr";
import { type Finding } from "../core/validation";

const ISOLATION = "https://cloud.google.com/kubernetes-engine/docs/concepts/network-isolation";

/** Who may open a connection to the address-based endpoint. */
export interface AuthorizedNetwork {
  /** Whose network it is, shown beside the range. */
  readonly name: string;
  /** The IPv4 range, a /8 or smaller. */
  readonly range: string;
}

/** The address-based endpoint of the control plane. */
export interface IpEndpoint {
  /** Whether it has an address in the VPC alone or a public one too. */
  readonly reachableFrom: "vpc" | "internet";
  /** The networks that may connect, at least one. */
  readonly authorizedNetworks: readonly AuthorizedNetwork[];
  /**
   * Lets clients in other regions of the VPC connect.
   * @default false
   */
  readonly globalAccess?: boolean;
}

type AccessArguments = Pick<
  ContainerClusterConfig,
  "privateClusterConfig" | "controlPlaneEndpointsConfig" | "masterAuthorizedNetworksConfig"
>;

/** The arguments of a cluster with private nodes whose control plane is reached as told. */
export function accessArguments(ipEndpoint: IpEndpoint | undefined): AccessArguments {
  const dnsEndpointConfig = { allowExternalTraffic: true };
  if (ipEndpoint === undefined) {
    return {
      // Without address-based endpoints the API answers with true, and anything else differs in every later plan;
      // an empty block of authorized networks would switch them on again.
      // https://github.com/terraform-google-modules/terraform-google-kubernetes-engine/issues/2216
      privateClusterConfig: { enablePrivateNodes: true, enablePrivateEndpoint: true },
      controlPlaneEndpointsConfig: { dnsEndpointConfig, ipEndpointsConfig: { enabled: false } },
    };
  }
  const inVpcOnly = ipEndpoint.reachableFrom === "vpc";
  return {
    privateClusterConfig: {
      enablePrivateNodes: true,
      enablePrivateEndpoint: inVpcOnly,
      masterGlobalAccessConfig: { enabled: ipEndpoint.globalAccess ?? false },
    },
    controlPlaneEndpointsConfig: { dnsEndpointConfig, ipEndpointsConfig: { enabled: true } },
    masterAuthorizedNetworksConfig: {
      cidrBlocks: ipEndpoint.authorizedNetworks.map(({ name, range }) => ({ displayName: name, cidrBlock: range })),
      gcpPublicCidrsAccessEnabled: false,
      privateEndpointEnforcementEnabled: true,
    },
  };
}

/** What is wrong with the address-based endpoint. */
export function accessProblems(ipEndpoint: IpEndpoint | undefined): readonly Finding[] {
  if (ipEndpoint === undefined) {
    return [];
  }
  return [
    ipEndpoint.authorizedNetworks.length === 0 && {
      setting: "ipEndpoint.authorizedNetworks",
      must: "list at least one network",
      fix: "list who may connect, or leave 'ipEndpoint' out and use the DNS-based endpoint",
      source: ISOLATION,
    },
    ...ipEndpoint.authorizedNetworks.map(({ range }, index) =>
      cidrProblem(`ipEndpoint.authorizedNetworks[${index}].range`, range, {
        private: false,
        // nobody's network is wider, and two /1 together are the whole internet
        shortestPrefix: 8,
        source: ISOLATION,
      }),
    ),
  ];
}
