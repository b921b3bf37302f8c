import { readdirSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import type * as z from "zod";
import { type Problem } from "../constructs/core/validation";
import { readJsonFile } from "./json-file";
import { isObject, schemaProblems, showPath, unknownKey } from "./problems";
import { refusePreviousOfFirst, secretVersionFields, utcTime } from "./schema/secret-version";
import { section, whole } from "./schema/fields";
import { type EnvironmentInput } from "./settings";

/** Where records lie, beside the installation file: they belong to the installation, and to the commit of its deploys. */
const FOLDER = "secret-versions";
/** Where the sandbox's lies: git ignores it, and it goes when the simulated cloud is removed. */
const SANDBOX_FOLDER = ".sandbox/secret-versions";

const recordedVersion = section({
  ...secretVersionFields,
  /**
   * A rotation that was begun and whose deploy has not succeeded yet.
   * @default - none
   */
  unfinished: section({
    /** When it was begun, in UTC. */
    begun: utcTime(),
    /** How long the version before stays readable, counted from the last attempt to deploy; 0 takes it away at once. */
    overlapSeconds: whole(0, 3650 * 86_400, { unit: "seconds" }),
  }).optional(),
}).superRefine(refusePreviousOfFirst);

const record = section({
  pg: recordedVersion.optional(),
  jwt: recordedVersion.optional(),
  migrate: recordedVersion.optional(),
});

/** The secrets that have versions, as the record and the command line name them. */
export const SECRET_NAMES = ["jwt", "pg", "migrate"] as const;

/** A secret of cliscale. */
export type SecretName = (typeof SECRET_NAMES)[number];

/** What the record says of one secret. No value is ever in it. */
export type RecordedVersion = z.output<typeof recordedVersion>;

/** Which version each secret of one environment has. A secret that is not there was never rotated, so it has version 1. */
export type SecretVersions = z.output<typeof record>;

/** An environment, as far as the place of its record goes. */
export type RecordOwner = Pick<EnvironmentInput, "name" | "stage">;

/** The path of an environment's record, relative to the working directory. */
export function secretVersionsFile({ name, stage }: RecordOwner, installationFile: string): string {
  return join(stage === "sandbox" ? SANDBOX_FOLDER : recordFolder(installationFile), `${name}.json`);
}

/**
 * Reads an environment's record.
 *
 * @returns what is in it, and what is wrong with it; nothing is in it when there are problems or no file
 * @throws ValidationError when it can't be read or is no JSON
 */
export function readSecretVersions(
  file: string,
  cwd: string,
): { readonly versions: SecretVersions; readonly problems: readonly Problem[] } {
  const seeAlso = "see environments/README.md";
  const content = readJsonFile({ path: resolve(cwd, file), file, what: "SecretVersions", seeAlso });
  const parsed = record.safeParse(content ?? {});
  if (parsed.success) {
    return { versions: parsed.data, problems: [] };
  }
  if (!isObject(content) || Array.isArray(content)) {
    const must = `hold an object with one entry per secret (${SECRET_NAMES.join(", ")})`;
    return { versions: {}, problems: [{ setting: file, must, fix: "take it back from git" }] };
  }
  const found = schemaProblems(record, parsed.error, content, () => "write it as git has it, or rotate again");
  const problems = found.map(({ path, problem }) => ({
    setting: `${file}: ${showPath(path)}`,
    ...problem,
    ...(path.length === 1 && problem.must === "be a known setting"
      ? { must: `be a secret of cliscale (${SECRET_NAMES.join(", ")})` }
      : {}),
  }));
  return { versions: {}, problems };
}

/** The settings that an environment's record makes, and what is wrong with it. */
export function recordedSettings(
  owner: RecordOwner,
  installationFile: string,
  cwd: string,
): { readonly settings: Readonly<Record<string, unknown>>; readonly problems: readonly Problem[] } {
  const { versions, problems } = readSecretVersions(secretVersionsFile(owner, installationFile), cwd);
  const settings = Object.fromEntries(
    Object.entries(versions).map(([name, { version, previousReadableUntil }]) => [
      name,
      { version, previousReadableUntil },
    ]),
  );
  return { settings: { secrets: { versions: settings } }, problems };
}

/** Records beside the installation file that no environment goes with: a misspelled one would set every secret back. */
export function strangeRecords(installationFile: string, cwd: string, names: readonly string[]): readonly Problem[] {
  const folder = recordFolder(installationFile);
  return filesIn(resolve(cwd, folder))
    .filter((file) => /^[^.].*\.json$/.test(file) && !names.includes(file.slice(0, -".json".length)))
    .map((file) => ({
      setting: join(folder, file),
      ...unknownKey(file.slice(0, -".json".length), names),
      must: `be the record of an environment (${names.join(", ")})`,
    }));
}

function recordFolder(installationFile: string): string {
  return join(dirname(installationFile), FOLDER);
}

function filesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder).sort();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") {
      return [];
    }
    throw error;
  }
}
