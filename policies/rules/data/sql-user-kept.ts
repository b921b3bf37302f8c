import { expectAt } from "../../facts/gke-arguments";
import { engineOf, instanceOf } from "../../facts/sql";
import { NOT_APPLICABLE, type ResourceRule } from "../../rule";

/** PostgreSQL refuses to delete a user that was granted something, so Terraform doesn't try. */
export const sqlUserKept: ResourceRule = {
  appliesTo: ["google_sql_user"],
  evaluate: ({ arguments: user }, stack) => {
    const instance = instanceOf(user, stack);
    return instance !== undefined && engineOf(instance.arguments) === "postgres"
      ? expectAt(user, "deletion_policy", "ABANDON")
      : NOT_APPLICABLE;
  },
};
