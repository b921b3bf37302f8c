import { SecretManagerSecretIamMember } from "@cdktf/provider-google/lib/secret-manager-secret-iam-member";
import { type ITerraformDependable } from "cdktf";
import { Construct, type IConstruct } from "constructs";
import { grantOnce, type Grant, type IGrantable } from "../core/grant";
import { check, outOfRange, type Finding } from "../core/validation";
import { fileNameProblem, type SecretMount } from "./secret-mount";

/** A secret in Secret Manager, without its value. */
export interface ISecret extends IConstruct {
  /** `projects/<project>/secrets/<id>`, as a reference. */
  readonly secretName: string;
  /** `projects/<project>/secrets/<id>/versions/latest`: the version that was added last, even one that is disabled. */
  readonly latestVersion: string;
  /** How many identities may be given access. */
  readonly readers: number;
  /** What a pod that mounts the secret has to wait for. */
  readonly ready: readonly ITerraformDependable[];
  /** Lets the grantee read the values of this secret alone. Refused once the secret has all of its {@link readers}. */
  grantAccess(grantee: IGrantable): Grant;
  /**
   * The current version as a file of a pod. A version that Terraform wrote is named by its number, so that the next one
   * changes the chart's values and restarts the pods.
   */
  mount(fileName: string): SecretMount;
  /**
   * The version before, while it is readable, else the current one: the file is always there. It changes without
   * restarting a pod. What Terraform doesn't write has one version as far as it knows.
   */
  mountPrevious(fileName: string): SecretMount;
}

/** What every secret does, whoever manages it. */
export abstract class SecretBase extends Construct implements ISecret {
  public abstract readonly secretName: string;
  public abstract readonly readers: number;
  public abstract readonly ready: readonly ITerraformDependable[];

  private readonly grantees = new Set<string>();

  public get latestVersion(): string {
    return `${this.secretName}/versions/latest`;
  }

  public grantAccess(grantee: IGrantable): Grant {
    const role = "roles/secretmanager.secretAccessor";
    const member = grantee.grantMember;
    this.grantees.add(grantee.grantId);
    check(this, "Secret", [tooManyReaders(this.readers, [...this.grantees])]);
    return grantOnce(
      this,
      role,
      grantee,
      (id) => new SecretManagerSecretIamMember(this, id, { secretId: this.secretName, role, member }),
    );
  }

  public mount(fileName: string): SecretMount {
    check(this, "Secret", [fileNameProblem(fileName)]);
    return { resourceName: this.currentVersion(), fileName };
  }

  public mountPrevious(fileName: string): SecretMount {
    check(this, "Secret", [fileNameProblem(fileName)]);
    return { resourceName: this.previousVersion(), fileName, previous: true };
  }

  /** The resource name of the current version. */
  protected currentVersion(): string {
    return this.latestVersion;
  }

  /** The resource name of the version before, or of the current one. */
  protected previousVersion(): string {
    return this.latestVersion;
  }
}

/** What is wrong with the number of readers. */
export function readersProblem(readers: number): Finding {
  return outOfRange("readers", readers, 0, 100, { fix: "write how many identities read the secret, mostly 1" });
}

function tooManyReaders(readers: number, grantees: readonly string[]): Finding {
  return (
    grantees.length > readers && {
      setting: "readers",
      value: readers,
      must: `be ${grantees.length} for ${grantees.join(" and ")} to be given access`,
      fix:
        readers === 0
          ? "give access to what is made of this secret instead, which nobody reads"
          : "write that number if each of them needs this very secret, else make one of its own for the last",
    }
  );
}
