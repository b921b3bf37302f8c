export { loadEnvironments, type Environments, type LeftOut, type LoadOptions } from "./load";
export { resourceNames, type ResourceNames } from "./names";
export { resolveSettings, type ResolveOptions } from "./resolve";
export { type EnvironmentInput, type EnvironmentPreset, type EnvironmentSettings } from "./settings";
export { sandbox } from "./sandbox";
