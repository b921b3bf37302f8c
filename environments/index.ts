export { installationFile } from "./installation";
export { loadEnvironments, type Environments, type LeftOut, type LoadOptions } from "./load";
export { resourceNames, stackNames, type ResourceNames } from "./names";
export { resolveSettings, type ResolveOptions } from "./resolve";
export { type EnvironmentInput, type EnvironmentPreset, type EnvironmentSettings } from "./settings";
export { sandbox } from "./sandbox";
export {
  readSecretVersions,
  SECRET_NAMES,
  secretVersionsFile,
  type RecordedVersion,
  type SecretName,
  type SecretVersions,
} from "./secret-versions";
