import { type Construct } from "constructs";
import { dependOn } from "../core/dependencies";
import { type IEncryptionKey } from "../kms";
import { type ClusterProps } from "./cluster";
import { ClusterBase } from "./cluster-base";
import { ComputeEngineAgent } from "./compute-engine-agent";

/** Props of {@link AutopilotCluster}. Google decides what a Standard cluster has further settings for. */
export interface AutopilotClusterProps extends ClusterProps {
  /**
   * Encrypts the boot disks of nodes.
   * @default - Google's encryption at rest alone
   */
  readonly bootDiskKey?: IEncryptionKey;
}

/**
 * A cluster whose nodes Google runs: sized by what pods request, shielded, and with Dataplane V2. Its props have no
 * field that Google's provider refuses together with `enable_autopilot`.
 */
export class AutopilotCluster extends ClusterBase {
  public constructor(scope: Construct, id: string, props: AutopilotClusterProps) {
    const { bootDiskKey, networkTags } = props;
    super(scope, id, props, {
      what: "AutopilotCluster",
      findings: [],
      addons: {},
      // Autopilot sets both and changing either forces a new cluster.
      // https://github.com/hashicorp/terraform-provider-google/issues/15454
      // https://github.com/hashicorp/terraform-provider-google/issues/10782
      ignoreChanges: ["dns_config", "initial_node_count"],
      arguments: (nodes) => ({
        enableAutopilot: true,
        // `node_config` would force a new cluster on every apply. Scopes are Autopilot's own for the same reason.
        // https://github.com/hashicorp/terraform-provider-google/issues/9505
        clusterAutoscaling: {
          autoProvisioningDefaults: { serviceAccount: nodes.email, bootDiskKmsKey: bootDiskKey?.keyId },
        },
        nodePoolAutoConfig: {
          networkTags: networkTags === undefined ? undefined : { tags: [...networkTags] },
          nodeKubeletConfig: { insecureKubeletReadonlyPortEnabled: "FALSE" },
        },
      }),
    });
    if (bootDiskKey !== undefined) {
      const agent = ComputeEngineAgent.of(this, this.project);
      dependOn(this.resource, ...bootDiskKey.grantEncryptDecrypt(agent).dependables);
    }
  }
}
