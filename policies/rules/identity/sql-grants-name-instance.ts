import { grantsOf } from "../../facts/iam";
import { instanceNamedIn } from "../../facts/iam-cloudsql";
import { isReference, isWritten } from "../../rendered/rendered-stack";
import { NOT_APPLICABLE, shown, unknown, verdict, type ResourceRule } from "../../rule";

const ROLES = ["roles/cloudsql.client", "roles/cloudsql.instanceUser"];

/** Cloud SQL has roles for whole projects only, so who may connect is narrowed to an instance by a condition, and to one that exists. */
export const sqlGrantsNameInstance: ResourceRule = {
  appliesTo: ["google_project_iam_member", "google_project_iam_binding"],
  evaluate: (resource, stack) => {
    const [grant] = grantsOf(resource, stack);
    if (grant === undefined || !ROLES.includes(grant.role)) {
      return NOT_APPLICABLE;
    }
    const expression = grant.condition?.expression;
    if (isReference(expression)) {
      return unknown("condition.expression");
    }
    const named = instanceNamedIn(grant.condition);
    if (named === undefined) {
      return verdict([
        `condition.expression is ${shown(expression)}, which doesn't name one instance for "${grant.role}"`,
      ]);
    }
    const { project } = resource.arguments;
    const instances = stack.ofType("google_sql_database_instance").map(({ arguments: block }) => block.name);
    const isThere = instances.length === 0 || instances.includes(named.instance) || !instances.every(isWritten);
    return verdict([
      ...(isWritten(project) && project !== named.project
        ? [`condition.expression names project "${named.project}", and the role is given in "${project}"`]
        : []),
      ...(isThere ? [] : [`condition.expression names instance "${named.instance}", which the stack doesn't make`]),
    ]);
  },
};
