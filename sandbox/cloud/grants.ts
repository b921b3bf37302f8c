import { isList, isObject, text, type ObjectValue } from "../plugin/values";
import { type CloudView } from "./law";
import { valuesAt } from "./references";
import { lastSegment } from "./template";

/** A thing that roles are given on. */
export interface GrantPlace {
  /** The Terraform type of its bindings without `_iam_…`, such as `google_secret_manager_secret`. */
  readonly type: string;
  /** The argument of a binding that names it. */
  readonly argument: string;
  /** Its name; the part after the last slash is compared. */
  readonly name: string;
}

/** What is asked for. */
export interface Access {
  /** As IAM writes members, such as `serviceAccount:app@p.iam.gserviceaccount.com`. */
  readonly member: string;
  /** Any of these roles is enough. */
  readonly roles: readonly string[];
  /** A role on the whole project counts as well. */
  readonly project: string;
  /** @default - only the project */
  readonly place?: GrantPlace;
  /** What a condition has to speak of, where a role on the project has one. @default - conditions are not looked at */
  readonly resource?: string;
}

/** Whether a project has made the service account of that address. */
export function accountExists(cloud: CloudView, email: string): boolean {
  return cloud.list("google_service_account").some(({ attributes }) => attributes["email"] === email);
}

/** Roles that allow whatever any other one does. https://cloud.google.com/iam/docs/understanding-roles#basic */
const BASIC: readonly string[] = ["roles/owner", "roles/editor"];

/**
 * Whether somebody has a role. Roles of a project's own get the benefit of the doubt, and so does a condition that names what is asked
 * for: neither is evaluated.
 */
export function isGranted(cloud: CloudView, { member, roles, project, place, resource }: Access): boolean {
  const allows = (role: string): boolean => roles.includes(role) || BASIC.includes(role) || !role.startsWith("roles/");
  const given = (target: string, covers: (grant: ObjectValue) => boolean): boolean =>
    ["member", "binding"].some((form) =>
      cloud.list(`${target}_iam_${form}`).some(({ attributes }) => {
        const members = [...valuesAt(attributes, "member"), ...valuesAt(attributes, "members")];
        return members.includes(member) && allows(text(attributes, "role") ?? "") && covers(attributes);
      }),
    );
  const onPlace =
    place !== undefined &&
    given(place.type, (grant) =>
      valuesAt(grant, place.argument).some((name) => lastSegment(name) === lastSegment(place.name)),
    );
  return onPlace || given("google_project", (grant) => text(grant, "project") === project && speaksOf(grant, resource));
}

function speaksOf(grant: ObjectValue, resource: string | undefined): boolean {
  const conditions = isList(grant["condition"]) ? grant["condition"].filter(isObject) : [];
  const [expression] = conditions.map((condition) => text(condition, "expression") ?? "");
  return expression === undefined || resource === undefined || expression.includes(resource);
}
