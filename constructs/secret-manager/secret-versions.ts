import { SecretManagerSecretVersion } from "@cdktf/provider-google/lib/secret-manager-secret-version";
import { dependable, TerraformLocal, Token, type Postcondition } from "cdktf";
import { type Construct } from "constructs";
import { dependOn } from "../core/dependencies";
import { isKnown, outOfRange, type Finding } from "../core/validation";
import { type WrittenSecret } from "./secret-value";

/** The version before the current one, as long as both are valid. */
export interface PreviousVersion {
  /**
   * Until when it can be read, in UTC, for example `2026-12-01T00:00:00Z`. The first apply after that disables it, once
   * nothing of the stack mounts it any more. It can't be moved on after it has passed.
   */
  readonly readableUntil: string;
}

/** What {@link SecretVersions} is made of. */
export interface SecretVersionsConfig {
  /** `projects/<project>/secrets/<id>`, as a reference. */
  readonly secret: string;
  readonly written: WrittenSecret;
  readonly counter: number;
  readonly previous: PreviousVersion | undefined;
  readonly deletionPolicy: "DISABLE" | "DELETE" | "ABANDON";
}

/**
 * The versions of a secret that Terraform writes: one resource for each counter, so that raising the counter adds one and
 * leaves the one before alone. A version that is no longer wanted is destroyed as far as Terraform is concerned, which
 * its deletion policy turns into disabling. `create_before_destroy` has Terraform do so after everything that referred
 * to the version has been updated: a pod never mounts a version that has just been disabled.
 */
export class SecretVersions {
  public readonly current: SecretManagerSecretVersion;
  /** Undefined when only the current version is wanted. In Terraform it has a `count`, which is 0 once its time is over. */
  public readonly previous: SecretManagerSecretVersion | undefined;

  public constructor(
    private readonly scope: Construct,
    { secret, written, counter, previous, deletionPolicy }: SecretVersionsConfig,
  ) {
    const write = (version: number, text: string, ...postcondition: Postcondition[]) =>
      new SecretManagerSecretVersion(scope, `Version-${version}`, {
        secret,
        secretDataWo: text,
        secretDataWoVersion: version,
        isSecretDataBase64: written.base64,
        deletionPolicy,
        lifecycle: {
          createBeforeDestroy: true,
          // a version that somebody disabled, because it leaked, stays so
          ignoreChanges: ["enabled"],
          postcondition: postcondition.length === 0 ? undefined : postcondition,
        },
      });
    const isEnabled = currentIsEnabled();
    if (previous === undefined) {
      this.previous = undefined;
      this.current = write(counter, written.text, isEnabled);
      return;
    }
    this.previous = write(counter - 1, written.earlierText);
    this.previous.count = Token.asNumber(readable(previous));
    this.current = write(counter, written.text, isEnabled, isNewerThan(this.previous));
    // where both are new, the current one has to be the latest
    dependOn(this.current, this.previous);
  }

  /** Secret Manager's number of the version to mount as the previous one: the current one's when there is no other. */
  public previousNumber(): string {
    if (this.previous === undefined) {
      return this.current.version;
    }
    const existing = this.scope.node.tryFindChild("PreviousVersion") as TerraformLocal | undefined;
    const numbers = `concat(${dependable(this.previous)}[*].version, [${dependable(this.current)}.version])`;
    // a local, because a stack refers to another stack's values by name only
    return (existing ?? new TerraformLocal(this.scope, "PreviousVersion", `\${${numbers}[0]}`)).asString;
  }
}

/** What is wrong with the previous version. */
export function previousProblems(
  previous: PreviousVersion | undefined,
  counter: number,
  written: boolean,
): readonly Finding[] {
  if (previous === undefined) {
    return [];
  }
  const { readableUntil } = previous;
  return [
    !written && {
      setting: "previous",
      must: "be left out for a supplied value, whose versions Terraform doesn't know",
      fix: "leave it out, and disable the old version with gcloud when nobody needs it any more",
    },
    written &&
      isKnown(counter) &&
      counter < 2 && {
        setting: "previous",
        must: "be left out for the first version, before which there is none",
        fix: "leave it out, or raise version",
      },
    isKnown(readableUntil) &&
      !isUtc(readableUntil) && {
        setting: "previous.readableUntil",
        value: readableUntil,
        must: "be a time in UTC as yyyy-mm-ddThh:mm:ssZ",
        fix: "write for example 2026-12-01T00:00:00Z",
        source: "https://developer.hashicorp.com/terraform/language/functions/timecmp",
      },
  ];
}

/** True for a time such as `2026-12-01T00:00:00Z`. */
export function isUtc(time: string): boolean {
  return /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$/.test(time) && !Number.isNaN(Date.parse(time));
}

/** What is wrong with the counter of a value. */
export function versionProblem(version: number | undefined, written: boolean): Finding {
  if (!written) {
    return (
      version !== undefined && {
        setting: "version",
        value: version,
        must: "be left out for a supplied value, which Terraform doesn't write",
        fix: "leave it out, and add a value with gcloud",
      }
    );
  }
  return outOfRange("version", version, 1, Number.MAX_SAFE_INTEGER, { fix: "count from 1" });
}

/** Terraform knows the time of the plan while it plans, so a synth is the same whenever it runs. */
function readable({ readableUntil }: PreviousVersion): string {
  return `\${timecmp(plantimestamp(), ${JSON.stringify(readableUntil)}) < 0 ? 1 : 0}`;
}

/**
 * A disabled version can't be mounted or read back. Enabling it again is not Terraform's to decide. Terraform only warns of
 * it where it destroys the stack.
 */
function currentIsEnabled(): Postcondition {
  return {
    condition: "${self.enabled}",
    errorMessage:
      "Somebody disabled the current version of this secret. Raise the version by one without a previous one and apply again, " +
      "or enable it again with gcloud secrets versions enable.",
  };
}

/** Whoever moves the end on after it has passed makes Terraform write a new value in the place of the old one. */
function isNewerThan(previous: SecretManagerSecretVersion): Postcondition {
  const numbers = `${dependable(previous)}[*].version`;
  return {
    condition: `\${alltrue([for number in ${numbers} : tonumber(number) < tonumber(self.version)])}`,
    errorMessage:
      "The previous version was written again after the current one, because the end of its overlap was moved on after " +
      "it had passed. Raise the version by one, without a previous one, and apply again.",
  };
}
