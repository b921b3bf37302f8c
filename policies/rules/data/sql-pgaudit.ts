import { expectFlags } from "../../facts/sql-flags";
import { engineOf, INSTANCE } from "../../facts/sql";
import { NOT_APPLICABLE, type ResourceRule } from "../../rule";

/** PostgreSQL can keep an audit log. */
export const sqlPgaudit: ResourceRule = {
  appliesTo: [INSTANCE],
  evaluate: ({ arguments: block }) =>
    engineOf(block) === "postgres"
      ? expectFlags(block, [{ name: "cloudsql.enable_pgaudit", right: ["on"] }])
      : NOT_APPLICABLE,
};
