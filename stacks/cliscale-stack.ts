import { type Construct } from "constructs";
import { type EnvironmentSettings } from "../environments/settings";
import { CliscaleOperations } from "./cliscale-operations";
import { CliscalePlatform } from "./cliscale-platform";
import { CliscaleWorkload } from "./cliscale-workload";
import { connectToCluster, platformOutputs, workloadOutputs } from "./cliscale-outputs";
import { EnvironmentStack } from "./environment-stack";

/** The whole system of one environment as one stack: the default layout. */
export class CliscaleStack extends EnvironmentStack {
  public readonly platform: CliscalePlatform;
  public readonly workload: CliscaleWorkload;

  public constructor(scope: Construct, id: string, settings: EnvironmentSettings) {
    super(scope, id, settings);
    this.platform = new CliscalePlatform(this, "Platform", settings);
    const encryptionKey = this.platform.backupKey;
    new CliscaleOperations(this, "Operations", { settings, platform: this.platform, encryptionKey });
    connectToCluster(this, this.platform.cluster);
    this.workload = new CliscaleWorkload(this, "Workload", { settings, platform: this.platform });
    platformOutputs(this, settings, this.platform);
    workloadOutputs(this, settings, this.workload);
  }
}
