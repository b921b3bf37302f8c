import { SecretManagerSecret } from "@cdktf/provider-google/lib/secret-manager-secret";
import { type SecretManagerSecretVersion } from "@cdktf/provider-google/lib/secret-manager-secret-version";
import { dependable, TerraformOutput, type ITerraformDependable } from "cdktf";
import { type Construct } from "constructs";
import { EphemeralResource } from "../core/ephemeral-resource";
import { labelProblems, labelsOrUndefined, type Labels } from "../core/labels";
import { NAME_RULES, nameProblem } from "../core/naming";
import { type ProjectScopedProps } from "../core/project-scoped";
import { check } from "../core/validation";
import { dependOn } from "../core/dependencies";
import { type WriteOnlyValue } from "../core/write-only-value";
import { readersProblem, SecretBase, type ISecret } from "./secret-base";
import { aliasProblems, destroyDelayProblem } from "./secret-checks";
import { rotationProblems, type SecretRotation } from "./secret-rotation";
import { type SecretStore } from "./secret-store";
import { type SecretValue } from "./secret-value";
import { previousProblems, SecretVersions, versionProblem, type PreviousVersion } from "./secret-versions";

const SECONDS_PER_DAY = 86_400;

/** Props of {@link Secret}. */
export interface SecretProps {
  readonly store: SecretStore;
  /** The name; the prefix of the store stands before it. */
  readonly name: string;
  /** Where the value comes from. */
  readonly value: SecretValue;
  /**
   * The counter of the value: raise it by one to have Terraform write a new value. It counts what Terraform writes and is
   * not Secret Manager's number of the version. Not for a supplied value, which Terraform doesn't write.
   * @default 1
   */
  readonly version?: number;
  /**
   * Keeps the version before readable for a while, for readers that need both, such as whoever verifies signatures.
   * @default - the version before is replaced at once, as {@link replacedVersion} says
   */
  readonly previous?: PreviousVersion;
  /**
   * How many identities may be given access, 0 to 100. A grant beyond that is refused, so that no secret gets a second
   * reader by accident.
   * @default 1
   */
  readonly readers?: number;
  /**
   * What becomes of a value that is no longer wanted. `DISABLE` makes it unreadable and can be taken back.
   * `DELETE` destroys it after {@link versionDestroyDays}. `ABANDON` leaves it readable.
   * @default "DISABLE"
   */
  readonly replacedVersion?: "DISABLE" | "DELETE" | "ABANDON";
  /**
   * For how many days a destroyed value can be restored: 1 to 1000.
   * @default 30
   */
  readonly versionDestroyDays?: number;
  /**
   * Other names of versions, for example `{ previous: "3" }`. The versions have to exist.
   * @default - none
   */
  readonly versionAliases?: Readonly<Record<string, string>>;
  /**
   * When Secret Manager reminds that a new value is due.
   * @default - never
   */
  readonly rotation?: SecretRotation;
  /**
   * Refuses deletion of the secret, by Terraform's plan and by the provider.
   * @default - that of the store
   */
  readonly deletionProtection?: boolean;
  /**
   * More labels than those of the store.
   * @default - none
   */
  readonly labels?: Labels;
}

/** A secret whose value Terraform writes without keeping it, or leaves to others. */
export class Secret extends SecretBase {
  /** A secret that exists and that someone else manages. Grants on it are ours. */
  public static fromSecretId(scope: Construct, id: string, props: ImportedSecretProps): ISecret {
    return new ImportedSecret(scope, id, props);
  }

  public readonly secretName: string;
  /** The complete ID, with the prefix of the store. */
  public readonly secretId: string;
  public readonly readers: number;
  public readonly ready: readonly ITerraformDependable[];
  /** True when deletion is refused. */
  public readonly deletionProtection: boolean;
  /** The command that adds a value, read from standard input. */
  public readonly addVersionCommand: string;
  /** The current version as Terraform wrote it; undefined for a supplied value. */
  public readonly writtenVersion: SecretManagerSecretVersion | undefined;

  private readonly versions: SecretVersions | undefined;
  private readonly counter: number;
  private readonly base64: boolean;

  public constructor(scope: Construct, id: string, props: SecretProps) {
    super(scope, id);
    const { store, name, value, version, versionDestroyDays = 30, versionAliases, rotation } = props;
    this.secretId = store.secretId(name);
    this.deletionProtection = props.deletionProtection ?? store.deletionProtection;
    this.addVersionCommand = `gcloud secrets versions add ${this.secretId} --project=${store.project} --data-file=-`;
    this.counter = version ?? 1;
    this.readers = props.readers ?? 1;
    check(this, "Secret", [
      nameProblem(NAME_RULES.secret, "name", this.secretId),
      ...value.problems(),
      ...rotationProblems(rotation),
      ...aliasProblems(versionAliases),
      destroyDelayProblem(versionDestroyDays),
      readersProblem(this.readers),
      ...labelProblems("labels", props.labels),
    ]);
    const written = value.write(this);
    check(this, "Secret", [
      versionProblem(version, written !== undefined),
      ...previousProblems(props.previous, this.counter, written !== undefined),
    ]);
    this.base64 = written?.base64 ?? false;

    const topic = rotation === undefined ? undefined : store.rotationTopic();
    const secret = new SecretManagerSecret(this, "Resource", {
      project: store.project,
      secretId: this.secretId,
      replication: store.replication.toReplication(),
      rotation: rotation && { rotationPeriod: `${rotation.periodSeconds}s`, nextRotationTime: rotation.firstRotation },
      topics: topic && [{ name: topic.topicId }],
      versionAliases: labelsOrUndefined(versionAliases),
      versionDestroyTtl: `${versionDestroyDays * SECONDS_PER_DAY}s`,
      deletionProtection: this.deletionProtection,
      labels: labelsOrUndefined(store.labels, props.labels),
      lifecycle: {
        preventDestroy: this.deletionProtection,
        // Secret Manager moves it on after each reminder
        ignoreChanges: rotation && ["rotation[0].next_rotation_time"],
      },
    });
    dependOn(secret, ...store.dependables, ...(topic?.dependables ?? []));
    this.secretName = secret.id;

    if (written === undefined) {
      this.versions = undefined;
      this.writtenVersion = undefined;
      this.ready = [secret];
      new TerraformOutput(this, "AddVersionCommand", {
        value: this.addVersionCommand,
        description: `Adds the value of secret ${this.secretId}, read from standard input`,
      });
      return;
    }
    this.versions = new SecretVersions(this, {
      secret: secret.id,
      written,
      counter: this.counter,
      previous: props.previous,
      deletionPolicy: props.replacedVersion ?? "DISABLE",
    });
    this.writtenVersion = this.versions.current;
    const { previous } = this.versions;
    this.ready = previous === undefined ? [this.writtenVersion] : [previous, this.writtenVersion];
  }

  /**
   * The value that Secret Manager holds, read back in each run, for write-only arguments of other resources, such as the
   * password of a database user. Read back and not passed on, because a generated value is another one in each run: what
   * a half-failed run has stored is what the next run uses. Binary values are read back in base64. Who runs Terraform
   * needs `roles/secretmanager.secretAccessor` on this secret.
   */
  public storedValue(): WriteOnlyValue {
    const { writtenVersion } = this;
    check(this, "Secret", [
      writtenVersion === undefined && {
        setting: "value",
        must: "be written by Terraform to be read back in the same run",
        fix: "use SecretValue.generated() or SecretValue.composed()",
      },
    ]);
    const existing = this.node.tryFindChild("StoredValue") as EphemeralResource | undefined;
    const stored =
      existing ??
      new EphemeralResource(this, "StoredValue", {
        type: "google_secret_manager_secret_version",
        // a destroy that goes on where another was cut off finds the version disabled, and its value is not to be had
        onlyIf: writtenVersion && `${dependable(writtenVersion)}.enabled`,
        arguments: {
          secret: this.secretName,
          version: writtenVersion?.version,
          ...(this.base64 ? { is_secret_data_base64: true } : {}),
        },
      });
    return { value: stored.value("secret_data"), version: this.counter };
  }

  protected override currentVersion(): string {
    const { versions } = this;
    return versions === undefined ? this.latestVersion : `${this.secretName}/versions/${versions.current.version}`;
  }

  protected override previousVersion(): string {
    const { versions } = this;
    return versions === undefined ? this.latestVersion : `${this.secretName}/versions/${versions.previousNumber()}`;
  }
}

/** Props of {@link Secret.fromSecretId}. */
export interface ImportedSecretProps extends ProjectScopedProps {
  /** The ID, without project. */
  readonly secretId: string;
  /**
   * How many identities may be given access here, 0 to 100.
   * @default 1
   */
  readonly readers?: number;
}

class ImportedSecret extends SecretBase {
  public readonly secretName: string;
  public readonly readers: number;
  public readonly ready: readonly ITerraformDependable[] = [];

  public constructor(scope: Construct, id: string, props: ImportedSecretProps) {
    super(scope, id);
    this.readers = props.readers ?? 1;
    check(this, "Secret", [
      nameProblem(NAME_RULES.project, "project", props.project),
      nameProblem(NAME_RULES.secret, "secretId", props.secretId),
      readersProblem(this.readers),
    ]);
    this.secretName = `projects/${props.project}/secrets/${props.secretId}`;
  }
}
