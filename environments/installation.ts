import { resolve } from "node:path";
import { ValidationError, type Problem } from "../constructs/core/validation";
import { readJsonFile } from "./json-file";
import { isObject, settingPaths, unknownKey } from "./problems";
import { environmentSettings } from "./settings";

/** The variable that names another file, relative to the working directory. */
export const INSTALLATION_VARIABLE = "CLISCALE_INSTALLATION";
/** Where the file lies otherwise. It is no part of the repository. */
export const INSTALLATION_FILE = "environments/installation.json";
/** A complete one to copy from. */
export const INSTALLATION_EXAMPLE = "environments/installation.example.json";

/** The settings that belong to an installation, and so to no commit: a tree of the keys of `EnvironmentSettings`. */
interface Keys {
  readonly [key: string]: true | Keys;
}

/** What the file may set, by the names that the settings have. Sizes and the like stand in the environment's own file. */
export const PERSONAL_SETTINGS: Keys = {
  project: true,
  region: true,
  zones: true,
  namePrefix: true,
  layout: true,
  stateBucket: true,
  domain: true,
  wsDomain: true,
  dns: true,
  billingAccount: true,
  labels: true,
  images: true,
  network: { nodes: true, pods: true, services: true, privateServices: true, natAddresses: true },
  cluster: { authorizedNetworks: true, securityGroupsDomain: true, maintenance: { exclusions: true } },
  database: { replicas: true, backups: { location: true } },
  runner: { allowedCodeDomains: true, acknowledgedWildcards: true },
  monitoring: { emails: true, pagerChannelId: true, budget: true },
};

/** An installation file as it was read: environment name to its settings. */
export interface Installation {
  /** The path as the user wrote it, for messages. */
  readonly file: string;
  /** Absent when there is no file. */
  readonly environments?: Readonly<Record<string, unknown>>;
}

/**
 * Reads the installation file.
 *
 * @throws ValidationError when it is there and is no JSON object, and when the variable names a file that is not there
 */
export function readInstallation(env: NodeJS.ProcessEnv, cwd: string): Installation {
  const file = installationFile(env);
  const seeAlso = `see ${INSTALLATION_EXAMPLE}`;
  const content = readJsonFile({ path: resolve(cwd, file), file, what: "Installation", seeAlso });
  if (content === undefined && file !== env[INSTALLATION_VARIABLE]) {
    return { file };
  }
  if (content === undefined) {
    const fix = `correct the variable, or unset it to use ${INSTALLATION_FILE}`;
    throw refusal(file, { setting: INSTALLATION_VARIABLE, value: file, must: "name a file that exists", fix });
  }
  if (!isObject(content) || Array.isArray(content)) {
    const fix = `start from ${INSTALLATION_EXAMPLE}`;
    throw refusal(file, { setting: file, must: "hold an object with one entry per environment", fix });
  }
  return { file, environments: content };
}

/** The installation file as the user wrote it, relative to the working directory. */
export function installationFile(env: NodeJS.ProcessEnv): string {
  const named = env[INSTALLATION_VARIABLE];
  return named === undefined || named === "" ? INSTALLATION_FILE : named;
}

/** The part of an environment's entry that the file may set, and a problem for the rest of it. */
export function personalSettings(
  name: string,
  entry: unknown,
  file: string,
): { readonly settings: Readonly<Record<string, unknown>>; readonly problems: readonly Problem[] } {
  if (!isObject(entry) || Array.isArray(entry)) {
    const fix = `copy its entry from ${INSTALLATION_EXAMPLE}`;
    return {
      settings: {},
      problems: [{ setting: `${file}: ${name}`, value: entry, must: "be an object with settings", fix }],
    };
  }
  const problems: Problem[] = [];
  const pick = (value: Record<string, unknown>, allowed: Keys, path: readonly string[]): Record<string, unknown> =>
    Object.fromEntries(
      Object.entries(value).flatMap(([key, part]): [string, unknown][] => {
        const rule = Object.hasOwn(allowed, key) ? allowed[key] : undefined;
        if (rule === undefined) {
          const where = [name, ...path, key].join(".");
          problems.push({ setting: where, ...misplacedKey(name, [...path, key], Object.keys(allowed), file) });
          return [];
        }
        const nested = rule !== true && isObject(part) && !Array.isArray(part);
        return [[key, nested ? pick(part, rule, [...path, key]) : part]];
      }),
    );
  return { settings: pick(entry, PERSONAL_SETTINGS, []), problems };
}

/** A key that the file may not hold: either misspelled or a setting whose place is the environment's own file. */
function misplacedKey(
  name: string,
  path: readonly string[],
  allowed: readonly string[],
  file: string,
): Omit<Problem, "setting"> {
  const full = path.join(".");
  if (settingPaths(environmentSettings).includes(full)) {
    return { must: `not stand in ${file}`, fix: `set it in environments/${name}.ts, where it is reviewed` };
  }
  return unknownKey(path.at(-1) ?? "", allowed);
}

/** One environment that has no entry, and how to give it one, in one line. */
export function missingEntry(name: string, { file, environments }: Installation): string {
  const from = `from ${INSTALLATION_EXAMPLE} and fill it in`;
  return environments === undefined
    ? `${file} does not exist: copy "${name}" ${from}, or name another file in ${INSTALLATION_VARIABLE}`
    : `${file} has no "${name}": copy it ${from}`;
}

/** The error for a file that can't be used as a whole. */
function refusal(file: string, ...problems: readonly Problem[]): ValidationError {
  return new ValidationError(file, "Installation", problems);
}
