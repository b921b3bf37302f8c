import { createHash } from "node:crypto";
import { cpSync, existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join, sep } from "node:path";
import { sandbox, type EnvironmentSettings } from "../../environments";
import { refusal } from "./older-refusal";
import { assetsOf, copyStack, stacksIn } from "./older-stacks";
import { type OlderVersion } from "./older-version";

/** Where releases are kept, below the project. */
export const RELEASES = join("test", "releases");

/** One digest for each kept release: a test compares them, because a kept release never changes. */
export const DIGESTS = join(RELEASES, "digests.json");

/** The releases that are kept, oldest first. */
export function keptReleases(project: string): readonly string[] {
  const folder = join(project, RELEASES);
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort((one, other) => one.localeCompare(other, "en", { numeric: true }));
}

/** The kept release that somebody means by `0.1.0` or `v0.1.0`. */
export function releaseNamed(name: string, project: string): string | undefined {
  return keptReleases(project).find((release) => release === name.replace(/^v(?=\d)/, ""));
}

/** Which kept release, and where it goes. */
export interface UnpackOptions {
  /** One of {@link keptReleases}. */
  readonly release: string;
  readonly environment: Pick<EnvironmentSettings, "name" | "layout">;
  /** The stacks are copied into it, one directory for each. */
  readonly into: string;
  readonly project: string;
}

/**
 * Copies a kept release to where it can be deployed from.
 *
 * @throws ValidationError when the environment is none that is kept
 */
export function unpackRelease({ release, environment, into, project }: UnpackOptions): OlderVersion {
  const folder = join(project, RELEASES, release);
  if (environment.name !== sandbox.name) {
    const must = `be a git ref for ${environment.name}: kept releases have the ${sandbox.name} only`;
    const fix = `name the tag of that release, or rehearse ${sandbox.name}`;
    throw refusal({ setting: "--from", value: release, must, fix });
  }
  const stacks = stacksIn(join(folder, environment.layout), environment.name).map((stack) => {
    const copy = copyStack(stack, into);
    for (const asset of assetsOf(copy.directory)) {
      cpSync(join(folder, asset), join(copy.directory, asset), { recursive: true });
    }
    return copy;
  });
  return { title: `${release} (kept release)`, stacks };
}

/** SHA-256 over the names and contents of all files in a folder. */
export function digestOf(folder: string): string {
  const hash = createHash("sha256");
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => statSync(join(folder, name)).isFile())
    .map((name) => name.split(sep).join("/"));
  for (const name of files.sort()) {
    hash
      .update(`${name}\0`)
      .update(readFileSync(join(folder, name)))
      .update("\0");
  }
  return `sha256:${hash.digest("hex")}`;
}
