import { computedFlags, flagOf } from "../../facts/sql-flags";
import { engineOf, INSTANCE } from "../../facts/sql";
import { isReference } from "../../rendered/rendered-stack";
import { COMPLIANT, NOT_APPLICABLE, shown, unknown, verdict, type ResourceRule } from "../../rule";

const FLAG = "pgaudit.log";

/** Where pgaudit is on, something is chosen that it logs. By itself it logs nothing. */
export const sqlPgauditLog: ResourceRule = {
  appliesTo: [INSTANCE],
  evaluate: ({ arguments: block }) => {
    const computed = computedFlags(block);
    if (computed !== undefined) {
      return unknown(computed);
    }
    if (engineOf(block) !== "postgres" || flagOf(block, "cloudsql.enable_pgaudit") !== "on") {
      return NOT_APPLICABLE;
    }
    const classes = flagOf(block, FLAG);
    if (isReference(classes)) {
      return unknown(`settings.database_flags.${FLAG}`);
    }
    return classes === undefined || classes === "none" || classes === ""
      ? verdict([`settings.database_flags.${FLAG} is ${shown(classes)}, so that pgaudit logs nothing`])
      : COMPLIANT;
  },
};
