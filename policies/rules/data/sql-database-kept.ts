import { isOn } from "../../facts/gke-arguments";
import { isReference, valueAt } from "../../rendered/rendered-stack";
import { COMPLIANT, shown, unknown, verdict, type ResourceRule } from "../../rule";

/** Terraform doesn't drop a database with all that is in it. */
export const sqlDatabaseKept: ResourceRule = {
  appliesTo: ["google_sql_database"],
  evaluate: ({ arguments: database }) => {
    const { deletion_policy: policy } = database;
    if (isOn(valueAt(database, "lifecycle.prevent_destroy")) || policy === "ABANDON") {
      return COMPLIANT;
    }
    return isReference(policy)
      ? unknown("deletion_policy")
      : verdict([`deletion_policy is ${shown(policy)}, not "ABANDON", and lifecycle.prevent_destroy is off`]);
  },
};
