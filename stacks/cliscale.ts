import { type App, type TerraformStack } from "cdktf";
import { type EnvironmentSettings } from "../environments/settings";
import { CliscalePlatformStack, CliscaleWorkloadStack } from "./cliscale-layers";
import { CliscaleStack } from "./cliscale-stack";

/**
 * Adds cliscale for one environment, in the layout that its settings ask for: `cliscale-<name>`, or
 * `cliscale-<name>-platform` and `cliscale-<name>-workload`.
 */
export function addCliscale(app: App, settings: EnvironmentSettings): readonly TerraformStack[] {
  const id = `cliscale-${settings.name}`;
  if (settings.layout === "one-stack") {
    return [new CliscaleStack(app, id, settings)];
  }
  const platform = new CliscalePlatformStack(app, `${id}-platform`, settings);
  return [platform, new CliscaleWorkloadStack(app, `${id}-workload`, settings, platform.platform)];
}
