import { engineOf, instanceOf } from "../../facts/sql";
import { isReference } from "../../rendered/rendered-stack";
import { COMPLIANT, NOT_APPLICABLE, shown, unknown, verdict, type ResourceRule } from "../../rule";

const RIGHT: Readonly<Record<string, readonly string[]>> = { postgres: ["utf8"], mysql: ["utf8mb4"] };

/** The database takes text in every script, and refuses what is no text. `SQL_ASCII` stores anything. */
export const sqlDatabaseCharset: ResourceRule = {
  appliesTo: ["google_sql_database"],
  evaluate: ({ arguments: database }, stack) => {
    const { charset } = database;
    const right = RIGHT[engineOf(instanceOf(database, stack)?.arguments ?? {}) ?? ""];
    if (right === undefined) {
      return NOT_APPLICABLE;
    }
    if (charset === undefined) {
      return COMPLIANT;
    }
    return isReference(charset)
      ? unknown("charset")
      : verdict(
          right.includes(shown(charset).slice(1, -1).toLowerCase())
            ? []
            : [`charset is ${shown(charset)}, not "${right.join('" or "')}"`],
        );
  },
};
