import { type Construct } from "constructs";
import { type EnvironmentSettings } from "../environments/settings";
import { connectToCluster, platformOutputs, workloadOutputs } from "./cliscale-outputs";
import { CliscaleOperations } from "./cliscale-operations";
import { CliscalePlatform } from "./cliscale-platform";
import { CliscaleWorkload } from "./cliscale-workload";
import { EnvironmentStack } from "./environment-stack";

/** The first of two stacks: everything in Google Cloud, and no object in the cluster. */
export class CliscalePlatformStack extends EnvironmentStack {
  public readonly platform: CliscalePlatform;

  public constructor(scope: Construct, id: string, settings: EnvironmentSettings) {
    super(scope, id, settings);
    this.platform = new CliscalePlatform(this, "Platform", settings);
    const encryptionKey = this.platform.backupKey;
    new CliscaleOperations(this, "Operations", { settings, platform: this.platform, encryptionKey });
    platformOutputs(this, settings, this.platform);
  }
}

/** The second of two stacks: what runs in the cluster. Its state holds nothing that the cluster's replacement could break. */
export class CliscaleWorkloadStack extends EnvironmentStack {
  public readonly workload: CliscaleWorkload;

  public constructor(scope: Construct, id: string, settings: EnvironmentSettings, platform: CliscalePlatform) {
    super(scope, id, settings);
    connectToCluster(this, platform.cluster);
    this.workload = new CliscaleWorkload(this, "Workload", { settings, platform });
    workloadOutputs(this, settings, this.workload);
  }
}
