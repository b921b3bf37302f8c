import { expectFlags } from "../../facts/sql-flags";
import { engineOf, INSTANCE } from "../../facts/sql";
import { NOT_APPLICABLE, type ResourceRule } from "../../rule";

/** Programs and people can log in with their identity instead of a password. */
export const sqlIamAuthentication: ResourceRule = {
  appliesTo: [INSTANCE],
  evaluate: ({ arguments: block }) => {
    switch (engineOf(block)) {
      case "postgres":
        return expectFlags(block, [{ name: "cloudsql.iam_authentication", right: ["on"] }]);
      case "mysql":
        return expectFlags(block, [{ name: "cloudsql_iam_authentication", right: ["on"] }]);
      default:
        return NOT_APPLICABLE;
    }
  },
};
