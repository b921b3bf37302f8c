import { type Construct } from "constructs";
import { type EnvironmentSettings } from "../environments/settings";
import { connectToCluster, platformOutputs, workloadOutputs } from "./cliscale-outputs";
import { CliscaleOperations } from "./cliscale-operations";
import { CliscalePlatform } from "./cliscale-platform";
import { CliscaleWorkload } from "./cliscale-workload";
import { EnvironmentStack } from "./environment-stack";
import { acknowledgeExceptions } from "./exceptions";

/** Everything in Google Cloud, who watches it, and what a person needs to know of it. */
export function addPlatform(stack: EnvironmentStack, settings: EnvironmentSettings): CliscalePlatform {
  const platform = new CliscalePlatform(stack, "Platform", settings);
  new CliscaleOperations(stack, "Operations", { settings, platform, encryptionKey: platform.backupKey });
  platformOutputs(stack, settings, platform);
  return platform;
}

/** What runs in the cluster, and the providers that reach it. */
export function addWorkload(
  stack: EnvironmentStack,
  settings: EnvironmentSettings,
  platform: CliscalePlatform,
): CliscaleWorkload {
  connectToCluster(stack, platform.cluster);
  const workload = new CliscaleWorkload(stack, "Workload", { settings, platform });
  acknowledgeExceptions(workload);
  workloadOutputs(stack, settings, workload);
  return workload;
}

/** The first of two stacks: everything in Google Cloud, and no object in the cluster. */
export class CliscalePlatformStack extends EnvironmentStack {
  public readonly platform: CliscalePlatform;

  public constructor(scope: Construct, id: string, settings: EnvironmentSettings) {
    super(scope, id, settings);
    this.platform = addPlatform(this, settings);
  }
}

/** The second of two stacks: what runs in the cluster. Its state holds nothing that the cluster's replacement could break. */
export class CliscaleWorkloadStack extends EnvironmentStack {
  public readonly workload: CliscaleWorkload;

  public constructor(scope: Construct, id: string, settings: EnvironmentSettings, platform: CliscalePlatform) {
    super(scope, id, settings);
    this.workload = addWorkload(this, settings, platform);
  }
}
