import { ServiceAccount as GoogleServiceAccount } from "@cdktf/provider-google/lib/service-account";
import { Construct } from "constructs";
import { dependOn } from "../core/dependencies";
import { type IGrantable } from "../core/grant";
import { NAME_RULES, nameProblem } from "../core/naming";
import { type ProjectScopedProps } from "../core/project-scoped";
import { ProjectServices } from "../core/project-services";
import { check, isKnown, type Finding } from "../core/validation";

/** https://cloud.google.com/iam/docs/reference/rest/v1/projects.serviceAccounts */
const LONGEST_DESCRIPTION = 256;

/** A Google service account: what a workload acts as when it calls Google's APIs. */
export interface IServiceAccount extends IGrantable {
  /** `<accountId>@<project>.iam.gserviceaccount.com`. */
  readonly email: string;
  /** `projects/<project>/serviceAccounts/<email>`. */
  readonly serviceAccountId: string;
}

/** Props of {@link ServiceAccount}. */
export interface ServiceAccountProps extends ProjectScopedProps {
  /** 6 to 30 characters. It can't be changed: another ID is another account, without the grants of the first. */
  readonly accountId: string;
  /** What the account is for, up to 256 characters, for those who find it in a list of members. */
  readonly description: string;
  /**
   * The name that the console shows.
   * @default - the account ID
   */
  readonly displayName?: string;
}

/** What {@link ServiceAccount.fromEmail} needs. */
export interface ServiceAccountAttributes {
  /** The address, ending in `.iam.gserviceaccount.com`. */
  readonly email: string;
}

/**
 * A Google service account without keys. There is no way to make one here: a key is a password that never expires, and
 * {@link WorkloadIdentity} gives pods the account without one.
 * https://cloud.google.com/iam/docs/best-practices-for-managing-service-account-keys
 */
export class ServiceAccount extends Construct implements IServiceAccount {
  /** An account that exists and that someone else manages, without looking it up. */
  public static fromEmail(scope: Construct, id: string, attributes: ServiceAccountAttributes): IServiceAccount {
    return new ImportedServiceAccount(scope, id, attributes.email);
  }

  public readonly email: string;
  public readonly serviceAccountId: string;
  public readonly grantMember: string;
  public readonly grantId: string;

  public constructor(scope: Construct, id: string, props: ServiceAccountProps) {
    super(scope, id);
    const { project, accountId, description, displayName = accountId } = props;
    check(this, "ServiceAccount", [
      nameProblem(NAME_RULES.project, "project", project),
      nameProblem(NAME_RULES.serviceAccount, "accountId", accountId),
      descriptionProblem(description),
    ]);

    const account = new GoogleServiceAccount(this, "Resource", { project, accountId, displayName, description });
    dependOn(account, ...ProjectServices.of(this).enable(project, "iam.googleapis.com"));
    this.email = account.email;
    this.serviceAccountId = account.name;
    this.grantMember = account.member;
    this.grantId = isKnown(project) ? `${project}-${accountId}` : accountId;
  }
}

class ImportedServiceAccount extends Construct implements IServiceAccount {
  public readonly serviceAccountId: string;
  public readonly grantMember: string;
  public readonly grantId: string;

  public constructor(
    scope: Construct,
    id: string,
    public readonly email: string,
  ) {
    super(scope, id);
    check(this, "ServiceAccount", [emailProblem(email)]);
    const [accountId = "", domain = ""] = email.split("@");
    const project = domain.replace(".iam.gserviceaccount.com", "");
    this.serviceAccountId = `projects/${project}/serviceAccounts/${email}`;
    this.grantMember = `serviceAccount:${email}`;
    this.grantId = `${project}-${accountId}`;
  }
}

function descriptionProblem(description: string): Finding {
  return (
    isKnown(description) &&
    (description.trim() === "" || description.length > LONGEST_DESCRIPTION) && {
      setting: "description",
      value: description,
      must: `say what the account is for in 1 to ${LONGEST_DESCRIPTION} characters`,
      fix: "write a sentence",
      source: "https://cloud.google.com/iam/docs/reference/rest/v1/projects.serviceAccounts",
    }
  );
}

function emailProblem(email: string): Finding {
  return (
    (!isKnown(email) || !/^[a-z][-a-z0-9]{4,28}[a-z0-9]@[a-z][-a-z0-9]+\.iam\.gserviceaccount\.com$/.test(email)) && {
      setting: "email",
      value: isKnown(email) ? email : "a value that is known only after apply",
      must: "be the literal address of a service account of a project",
      fix: "write <account>@<project>.iam.gserviceaccount.com",
      source: "https://cloud.google.com/iam/docs/service-account-types#user-managed",
    }
  );
}
