import { join } from "node:path";
import { ValidationError } from "../../constructs/core/validation";
import { loadEnvironments, resolveSettings, type EnvironmentInput, type EnvironmentSettings } from "../../environments";

export const ROOT = join(__dirname, "..", "..");
export const EXAMPLE = "environments/installation.example.json";

/** Every environment, as the example installation gives it, whatever was rotated in this working copy. */
export function exampleEnvironments(): readonly EnvironmentSettings[] {
  return loadEnvironments({ cwd: ROOT, env: { CLISCALE_INSTALLATION: EXAMPLE }, secretVersions: "first" }).environments;
}

let loaded: readonly EnvironmentSettings[] | undefined;

/** One environment of the example installation. */
export function exampleEnvironment(name: string): EnvironmentSettings {
  loaded ??= exampleEnvironments();
  const found = loaded.find((environment) => environment.name === name);
  if (found === undefined) {
    throw new Error(`the example installation has no ${name}`);
  }
  return found;
}

/** Setting path, such as `database.replicas[0].region`, to its new value; undefined takes the setting away. */
export type Changes = Readonly<Record<string, unknown>>;

/** A valid environment of the example with changes, as somebody would have written it. */
export function changed(name: string, changes: Changes): EnvironmentInput {
  const input = JSON.parse(JSON.stringify(exampleEnvironment(name))) as Record<string, unknown>;
  for (const [path, value] of Object.entries(changes)) {
    const parts = path.split(/[.[\]]+/).filter((part) => part !== "");
    const parent = parts.slice(0, -1).reduce<Record<string, unknown>>((at, part) => {
      at[part] ??= {};
      return at[part] as Record<string, unknown>;
    }, input);
    const last = parts.at(-1) ?? "";
    if (value === undefined) {
      delete parent[last];
    } else {
      parent[last] = value;
    }
  }
  return input as EnvironmentInput;
}

/** The error that the changes bring, or undefined when they are accepted. Anything but a ValidationError is thrown on. */
export function refusalOf(...inputs: readonly EnvironmentInput[]): ValidationError | undefined {
  try {
    resolveSettings(inputs);
    return undefined;
  } catch (error) {
    if (!ValidationError.isValidationError(error)) {
      throw error;
    }
    return error;
  }
}
