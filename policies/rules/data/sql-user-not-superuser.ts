import { isReference } from "../../rendered/rendered-stack";
import { NOT_APPLICABLE, shown, unknown, verdict, type ResourceRule } from "../../rule";

/** The user that each engine is made with: https://cloud.google.com/sql/docs/postgres/users, /mysql/users, /sqlserver/users */
const FIRST_USERS: ReadonlySet<unknown> = new Set(["postgres", "root", "sqlserver"]);

/** Programs have users of their own, and not the one that owns everything. */
export const sqlUserNotSuperuser: ResourceRule = {
  appliesTo: ["google_sql_user"],
  evaluate: ({ arguments: { name, host, type = "BUILT_IN" } }) =>
    type !== "BUILT_IN"
      ? NOT_APPLICABLE
      : isReference(name)
        ? unknown("name")
        : verdict([
            ...(FIRST_USERS.has(name) ? [`name is ${shown(name)}, the administrator of the whole instance`] : []),
            ...(FIRST_USERS.has(name) && host === "%"
              ? ['host is "%", so that the administrator may come from anywhere']
              : []),
          ]),
};
