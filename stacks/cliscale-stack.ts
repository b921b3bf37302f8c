import { type Construct } from "constructs";
import { type EnvironmentSettings } from "../environments/settings";
import { addPlatform, addWorkload } from "./cliscale-layers";
import { type CliscalePlatform } from "./cliscale-platform";
import { type CliscaleWorkload } from "./cliscale-workload";
import { EnvironmentStack } from "./environment-stack";

/** The whole system of one environment as one stack: the default layout. */
export class CliscaleStack extends EnvironmentStack {
  public readonly platform: CliscalePlatform;
  public readonly workload: CliscaleWorkload;

  public constructor(scope: Construct, id: string, settings: EnvironmentSettings) {
    super(scope, id, settings);
    this.platform = addPlatform(this, settings);
    this.workload = addWorkload(this, settings, this.platform);
  }
}
