import {
  isReference,
  isWritten,
  type Block,
  type RenderedResource,
  type RenderedStack,
} from "../rendered/rendered-stack";
import { projectGrantsOf, type Grant } from "./iam";
import { accessOf } from "./iam-roles";
import { mayBeSame, projectOf } from "./terraform-projects";

/** Roles of Cloud SQL that connect to instances: https://cloud.google.com/sql/docs/postgres/roles-and-permissions */
export const CONNECTS: readonly string[] = ["roles/cloudsql.client", "roles/cloudsql.editor", "roles/cloudsql.admin"];

/** Roles that log in to databases with an identity: https://cloud.google.com/sql/docs/postgres/iam-logins */
export const LOGS_IN: readonly string[] = ["roles/cloudsql.instanceUser", "roles/cloudsql.admin"];

/** What `condition.expression` says of Cloud SQL: the instance that it is for, as far as it is written. */
export interface InstanceCondition {
  readonly project: string;
  readonly instance: string;
}

/** A whole instance and its type, joined by `&&`: https://cloud.google.com/sql/docs/postgres/iam-conditions */
const NAMED = /^\s*resource\.name\s*==\s*["']projects\/([^/"']+)\/instances\/([^/"']+)["']\s*(&&[^|]*)?$/;

/** The instance that a condition names; undefined for one that is wider, or says something else. */
export function instanceNamedIn(condition: Block | undefined): InstanceCondition | undefined {
  const text = condition?.expression;
  const match = typeof text === "string" ? NAMED.exec(text) : null;
  const [, project = "", instance = ""] = match ?? [];
  return match === null ? undefined : { project, instance };
}

/** True when a grant reaches an instance: without a condition, by one that names it, and also by one that can't be told. */
export function reaches(
  grant: Grant & { readonly resource: RenderedResource },
  instance: RenderedResource,
  stack: RenderedStack,
): boolean {
  const project = projectOf(instance.arguments, stack);
  if (!mayBeSame(projectOf(grant.resource.arguments, stack), project)) {
    return false;
  }
  const named = instanceNamedIn(grant.condition);
  if (named === undefined) {
    return grant.condition === undefined || isReference(grant.condition.expression) || isOther(grant.condition);
  }
  const { name } = instance.arguments;
  return (
    mayBeSame(named.project, project) && (!isWritten(name) || named.instance === name || isReference(named.instance))
  );
}

/** A condition that says something of another kind, such as a time. One that names another kind of resource never holds. */
const isOther = ({ expression }: Block): boolean =>
  typeof expression === "string" && (!expression.includes("resource.") || /startsWith|\|\|/.test(expression));

/** True when the account has one of the roles for the instance, or a role of the project's own, of which nothing is known. */
export function mayUse(
  account: RenderedResource,
  roles: readonly string[],
  instance: RenderedResource,
  stack: RenderedStack,
): boolean {
  return projectGrantsOf(account, stack).some(
    (grant) =>
      (roles.includes(grant.role) || (grant.role !== "" && accessOf(grant.role) === undefined)) &&
      reaches(grant, instance, stack),
  );
}

/** True when the stack says who may connect: otherwise somebody else does. */
export const grantsCloudSql = (stack: RenderedStack): boolean =>
  ["member", "binding"]
    .flatMap((form) => stack.ofType(`google_project_iam_${form}`))
    .some(({ arguments: { role } }) => typeof role === "string" && role.startsWith("roles/cloudsql."));
