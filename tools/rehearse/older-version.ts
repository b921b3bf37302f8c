import { resolve } from "node:path";
import { type Problem } from "../../constructs/core/validation";
import { type EnvironmentSettings } from "../../environments";
import { resolveCommit, synthesizeCommit } from "./older-commit";
import { refusal } from "./older-refusal";
import { keptReleases, releaseNamed, unpackRelease } from "./older-release";

/** Which older version, and where it goes. */
export interface OlderVersionOptions {
  /** A git ref, or a release that is kept: `v0.2.0`, `main~3`, `0.1.0`. A ref goes first. */
  readonly from: string;
  readonly environment: Pick<EnvironmentSettings, "name" | "stage" | "layout">;
  /** The stacks are copied into it, one directory for each; it is made. */
  readonly into: string;
  /** @default process.cwd() */
  readonly projectDirectory?: string;
  /** @default process.env */
  readonly env?: NodeJS.ProcessEnv;
  /** Is told what goes on, a sentence at a time. @default - nobody */
  readonly say?: (text: string) => void;
}

/** A synthesized stack. */
export interface OlderStack {
  readonly name: string;
  /** Has `cdk.tf.json` and the assets, and nothing that Terraform writes. */
  readonly directory: string;
}

/** An older version, ready to be deployed. */
export interface OlderVersion {
  /** What it is, such as `v0.2.0 (1a2b3c4d5e)` or `0.1.0 (kept release)`. */
  readonly title: string;
  /** In the order in which they are deployed. */
  readonly stacks: readonly OlderStack[];
}

/**
 * Synthesizes an older version of this project for an environment, with that version's own code and dependencies. Neither the working copy
 * nor the repository changes.
 *
 * @throws ValidationError when there is no such version, or it can't render the environment
 */
export async function olderVersion(options: OlderVersionOptions): Promise<OlderVersion> {
  const { from, environment, env = process.env, say = () => undefined } = options;
  const project = resolve(options.projectDirectory ?? ".");
  const into = resolve(options.into);
  const found = await resolveCommit(from, project, env);
  if (found.commit !== undefined) {
    return synthesizeCommit({ ref: from, commit: found.commit, environment, into, project, env, say });
  }
  const release = releaseNamed(from, project);
  if (release === undefined) throw refusal(noSuchVersion(from, found.because, keptReleases(project)));
  say(`${found.because}; taking the kept release ${release} instead.`);
  return unpackRelease({ release, environment, into, project });
}

function noSuchVersion(from: string, because: string, kept: readonly string[]): Problem {
  return {
    setting: "--from",
    value: from,
    must: `be a commit, tag or branch of this repository, or a kept release (${kept.join(", ") || "there is none"}): ${because}`,
    fix: "look at git tag and git log; in a shallow clone, get them with git fetch --tags --unshallow",
  };
}
