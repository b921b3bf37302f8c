import { type Problem } from "../constructs/core/validation";
import { dev } from "./dev";
import {
  INSTALLATION_EXAMPLE,
  missingEntry,
  PERSONAL_SETTINGS,
  personalSettings,
  readInstallation,
  type Installation,
} from "./installation";
import { isObject, unknownKey } from "./problems";
import { prod } from "./prod";
import { resolveSettings } from "./resolve";
import { sandbox } from "./sandbox";
import { recordedSettings, strangeRecords } from "./secret-versions";
import { type EnvironmentInput, type EnvironmentPreset, type EnvironmentSettings } from "./settings";
import { staging } from "./staging";

/** Environments that need an installation's own settings, in the order in which changes travel. To add one, add it here. */
const PRESETS: readonly EnvironmentPreset[] = [dev, staging, prod];
/** A source that says nothing. */
const NOTHING = { settings: {}, problems: [] } as const;
const NAMES = PRESETS.map(({ name }) => name);

/** An environment that can't be built, because nobody said where it lies. */
export interface LeftOut {
  readonly name: string;
  /** One line: what is missing and how to give it. */
  readonly missing: string;
}

/** What there is to build. */
export interface Environments {
  /** The sandbox, and every environment that the installation file has an entry for. */
  readonly environments: readonly EnvironmentSettings[];
  readonly leftOut: readonly LeftOut[];
}

/** Where {@link loadEnvironments} looks. */
export interface LoadOptions {
  /** @default process.env */
  readonly env?: NodeJS.ProcessEnv;
  /** @default process.cwd() */
  readonly cwd?: string;
  /**
   * Which version secrets have: the one that was recorded when they were rotated, or the first, for what has to stay the
   * same after a rotation.
   * @default "recorded"
   */
  readonly secretVersions?: "recorded" | "first";
}

/**
 * The environments of this installation: presets from this folder, and what is personal from one file. The sandbox is always there.
 *
 * @throws ValidationError with every problem of every environment
 */
export function loadEnvironments(options: LoadOptions = {}): Environments {
  const { env = process.env, cwd = process.cwd(), secretVersions = "recorded" } = options;
  const installation = readInstallation(env, cwd);
  const entries = installation.environments ?? {};
  const present = PRESETS.filter(({ name }) => Object.hasOwn(entries, name));
  const merged = [sandbox, ...present].map((preset) => {
    const { name } = preset;
    const own = preset === sandbox ? NOTHING : personalSettings(name, entries[name], installation.file);
    const recorded = secretVersions === "first" ? NOTHING : recordedSettings(preset, installation.file, cwd);
    return {
      input: merge(merge(preset, own.settings), recorded.settings) as EnvironmentInput,
      problems: [...own.problems, ...recorded.problems],
    };
  });

  const environments = resolveSettings(
    merged.map(({ input }) => input),
    {
      howToSet: (name, path) => whereToSet(name, path, installation.file),
      found: [
        ...strangers(entries, installation),
        ...(secretVersions === "first" ? [] : strangeRecords(installation.file, cwd, NAMES)),
        ...merged.flatMap(({ problems }) => problems),
      ],
    },
  );
  return {
    environments,
    leftOut: PRESETS.filter((preset) => !present.includes(preset)).map(({ name }) => ({
      name,
      missing: missingEntry(name, installation),
    })),
  };
}

/** Entries of the file that no preset goes with. */
function strangers(entries: Readonly<Record<string, unknown>>, { file }: Installation): readonly Problem[] {
  return Object.keys(entries)
    .filter((name) => !NAMES.includes(name))
    .map((name) => ({
      setting: `${file}: ${name}`,
      ...(name === sandbox.name
        ? { must: "not be there: the sandbox is complete by itself", fix: "remove it" }
        : { ...unknownKey(name, NAMES), must: `be an environment (${NAMES.join(", ")})` }),
    }));
}

/** The file in which a setting has its place. */
function whereToSet(name: string, path: readonly PropertyKey[], file: string): string {
  const personal = path.reduce<unknown>(
    (keys, part) => (keys === true ? true : isObject(keys) ? keys[part] : undefined),
    PERSONAL_SETTINGS,
  );
  return name === sandbox.name || personal === undefined
    ? `set it in environments/${name}.ts`
    : `add it to "${name}" in ${file}, see ${INSTALLATION_EXAMPLE}`;
}

/** The base with the other's values on top of it: objects are merged, everything else is replaced. */
function merge(base: unknown, over: unknown): unknown {
  if (!isObject(base) || !isObject(over) || Array.isArray(base) || Array.isArray(over)) {
    return over === undefined ? base : over;
  }
  const keys = [...new Set([...Object.keys(base), ...Object.keys(over)])];
  return Object.fromEntries(
    keys.map((key) => [key, Object.hasOwn(over, key) ? merge(base[key], over[key]) : base[key]]),
  );
}
