import { SqlUser } from "@cdktf/provider-google/lib/sql-user";
import { Fn, type ITerraformDependable } from "cdktf";
import { type Construct } from "constructs";
import { type Grant, type IGrantable } from "../core/grant";
import { grantOnProject } from "../core/project-grant";
import { isKnown, outOfRange, type Finding } from "../core/validation";
import { isEphemeral, type WriteOnlyValue } from "../core/write-only-value";
import { type IServiceAccount } from "../workload-identity/service-account";
import { type IWorkloadIdentity } from "../workload-identity/workload-identity";

const IAM_USERS = "https://cloud.google.com/sql/docs/postgres/iam-authentication";
const SUFFIX = ".gserviceaccount.com";

/** NAMEDATALEN - 1 bytes. https://www.postgresql.org/docs/current/limits.html */
const LONGEST_IDENTIFIER = 63;

/** Who may connect, and as which database user. */
export interface DatabaseGrant extends Grant {
  /** The database user, as a reference. It can log in and nothing else until a migration gives it privileges. */
  readonly userName: string;
}

/** An instance as it is named in grants. */
export interface InstanceScope {
  readonly project: string;
  /** The instance's name, literal. */
  readonly name: string;
  /** The instance's name, as a reference. */
  readonly instanceName: string;
}

/** Password users of PostgreSQL that belong to Google or to the server itself. */
const RESERVED_USER = /^(postgres|cloudsql.*|pg_.*)$/;

/** Opens connections through a connector such as the Auth Proxy. */
export const CLIENT_ROLE = "roles/cloudsql.client";
/** Logs in as a user of IAM. */
export const INSTANCE_USER_ROLE = "roles/cloudsql.instanceUser";

/**
 * Binds a role for one instance. Cloud SQL has no IAM policy per instance, so it is bound on the project, with a
 * condition that holds for this instance alone.
 * https://cloud.google.com/sql/docs/postgres/iam-conditions
 */
export function grantOnInstance(scope: Construct, instance: InstanceScope, role: string, grantee: IGrantable): Grant {
  const { project, name } = instance;
  const condition = {
    title: `Cloud SQL ${name}`,
    description: "Cloud SQL has no IAM policy per instance",
    // the name as it is, not as a reference: IAM looks up nothing in a condition, so the binding need not wait for the instance
    expression: [
      `resource.name == "projects/${project}/instances/${name}"`,
      `resource.type == "sqladmin.googleapis.com/Instance"`,
    ].join(" && "),
  };
  return grantOnProject(scope, grantee, { project, role, condition });
}

/** Lets someone connect to one instance and log in there as a user of IAM. */
export function grantInstanceAccess(scope: Construct, instance: InstanceScope, grantee: IGrantable): readonly Grant[] {
  return [CLIENT_ROLE, INSTANCE_USER_ROLE].map((role) => grantOnInstance(scope, instance, role, grantee));
}

/** The IAM database user of a service account, made once. */
export function iamUser(
  scope: Construct,
  instance: InstanceScope,
  identity: IServiceAccount | IWorkloadIdentity,
): SqlUser {
  const id = `User-${identity.grantId}`;
  const existing = scope.node.tryFindChild(id) as SqlUser | undefined;
  return (
    existing ??
    new SqlUser(scope, id, {
      project: instance.project,
      instance: instance.instanceName,
      name: iamUserName(emailOf(identity)),
      type: "CLOUD_IAM_SERVICE_ACCOUNT",
      // PostgreSQL drops no role that owns objects, so a destroy would fail half-way
      deletionPolicy: "ABANDON",
    })
  );
}

/** A user with a password that Terraform writes and never keeps. */
export function passwordUser(
  scope: Construct,
  instance: InstanceScope,
  name: string,
  password: WriteOnlyValue,
): { readonly userName: string; readonly dependables: readonly ITerraformDependable[] } {
  const user = new SqlUser(scope, `PasswordUser-${name}`, {
    project: instance.project,
    instance: instance.instanceName,
    name,
    type: "BUILT_IN",
    passwordWo: password.value,
    passwordWoVersion: password.version,
    deletionPolicy: "ABANDON",
  });
  return { userName: user.name, dependables: [user] };
}

/** What is wrong with a user that has a password. */
export function passwordUserProblems(name: string, password: WriteOnlyValue): readonly Finding[] {
  return [
    isKnown(name) &&
      (!/^[a-z_][a-z0-9_-]{0,62}$/.test(name) || RESERVED_USER.test(name)) && {
        setting: "name",
        value: name,
        must: `have 1 to ${LONGEST_IDENTIFIER} lowercase letters, digits, hyphens or underscores and be no user of Google's or the server's`,
        fix: "choose the name of the application",
        source: "https://cloud.google.com/sql/docs/postgres/users",
      },
    isKnown(password.value) &&
      !isEphemeral(password.value) && {
        setting: "password",
        must: "refer to an ephemeral value, because a literal ends up in the source and in the synthesized configuration",
        fix: "pass storedValue() of a Secret",
        source: "https://developer.hashicorp.com/terraform/language/manage-sensitive-data/write-only",
      },
    outOfRange("password.version", password.version, 1, Number.MAX_SAFE_INTEGER, { fix: "count from 1" }),
  ];
}

/** What is wrong with the identity, as far as its address is known. */
export function identityProblems(identity: IServiceAccount | IWorkloadIdentity): readonly Finding[] {
  const email = emailOf(identity);
  return [
    isKnown(email) &&
      iamUserName(email).length > LONGEST_IDENTIFIER && {
        setting: "identity",
        value: email,
        must: `have an address of at most ${LONGEST_IDENTIFIER} characters without ${SUFFIX}, because it names a database user`,
        fix: "choose a service account with a shorter ID",
        source: IAM_USERS,
      },
  ];
}

function emailOf(identity: IServiceAccount | IWorkloadIdentity): string {
  return "serviceAccount" in identity ? identity.serviceAccount.email : identity.email;
}

function iamUserName(email: string): string {
  if (isKnown(email)) {
    return email.endsWith(SUFFIX) ? email.slice(0, -SUFFIX.length) : email;
  }
  return Fn.trimsuffix(email, SUFFIX);
}
