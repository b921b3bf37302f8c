import { type Construct } from "constructs";
import { type ResourceNames } from "../environments/names";
import { type EnvironmentSettings } from "../environments/settings";
import {
  AutopilotCluster,
  StandardCluster,
  type ClusterProps,
  type ICluster,
  type NodePoolOptions,
} from "../constructs/gke";
import { type IEncryptionKey } from "../constructs/kms";
import { type INetwork } from "../constructs/network";

/** What {@link createCluster} needs. */
export interface CliscaleClusterProps {
  readonly settings: EnvironmentSettings;
  readonly names: ResourceNames;
  readonly network: INetwork;
  readonly encryptionKey: IEncryptionKey;
}

/** The cluster in the mode that the settings ask for; what both modes have in common is said once. */
export function createCluster(scope: Construct, id: string, props: CliscaleClusterProps): ICluster {
  const { settings, names, network, encryptionKey } = props;
  const { cluster, labels, allowDestroys } = settings;
  const { days, startTime, hours, exclusions } = cluster.maintenance;
  const common: ClusterProps = {
    name: names.cluster,
    network,
    encryptionKey,
    releaseChannel: cluster.releaseChannel,
    maintenance: { window: { days, startHour: Number(startTime.slice(0, 2)), durationHours: hours }, exclusions },
    binaryAuthorization: cluster.binaryAuthorization ? "enforce-project-policy" : "admit-any-image",
    securityGroup: cluster.securityGroupsDomain && `gke-security-groups@${cluster.securityGroupsDomain}`,
    ipEndpoint:
      cluster.authorizedNetworks.length === 0
        ? undefined
        : {
            reachableFrom: "internet",
            authorizedNetworks: cluster.authorizedNetworks.map(({ name, cidr }) => ({ name, range: cidr })),
          },
    nodeServiceAccountId: names.nodesServiceAccount,
    labels,
    deletionProtection: !allowDestroys,
  };
  if (cluster.mode === "autopilot") {
    return new AutopilotCluster(scope, id, common);
  }
  const pools = cluster.nodePools.map(({ name, ...pool }): [string, NodePoolOptions] => [
    name,
    { ...pool, zones: settings.zones, maxPodsPerNode: cluster.maxPodsPerNode },
  ]);
  return new StandardCluster(scope, id, { ...common, nodePools: Object.fromEntries(pools) });
}
