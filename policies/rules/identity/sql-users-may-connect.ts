import { namesAccount } from "../../facts/iam";
import { CONNECTS, grantsCloudSql, LOGS_IN, mayUse } from "../../facts/iam-cloudsql";
import { NOT_APPLICABLE, unknown, verdict, type ResourceRule } from "../../rule";

/** A user of a database that is a service account may connect to the instance and log in, by roles in the project. */
export const sqlUsersMayConnect: ResourceRule = {
  appliesTo: ["google_sql_user"],
  evaluate: ({ arguments: { type, name, instance } }, stack) => {
    if (type !== "CLOUD_IAM_SERVICE_ACCOUNT" || !grantsCloudSql(stack)) {
      return NOT_APPLICABLE;
    }
    // PostgreSQL's user names lack the end of the address
    const account = stack
      .ofType("google_service_account")
      .find((one) => namesAccount(name, one, stack) || namesAccount(`${String(name)}.gserviceaccount.com`, one, stack));
    const target = stack.ofType("google_sql_database_instance").find((one) => stack.refersTo(instance, one));
    if (account === undefined || target === undefined) {
      return unknown(account === undefined ? "name" : "instance");
    }
    return verdict([
      ...(mayUse(account, CONNECTS, target, stack)
        ? []
        : [`name is that of ${account.address}, which has no "${CONNECTS[0] ?? ""}" for the instance`]),
      ...(mayUse(account, LOGS_IN, target, stack)
        ? []
        : [`name is that of ${account.address}, which has no "${LOGS_IN[0] ?? ""}" for the instance`]),
    ]);
  },
};
