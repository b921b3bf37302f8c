import { expectFlags } from "../../facts/sql-flags";
import { engineOf, INSTANCE } from "../../facts/sql";
import { NOT_APPLICABLE, type ResourceRule } from "../../rule";

/** MySQL and SQL Server have switches that let a user out of its own database: off, as CIS for Google Cloud has them. */
export const sqlEngineFlags: ResourceRule = {
  appliesTo: [INSTANCE],
  evaluate: ({ arguments: block }) => {
    switch (engineOf(block)) {
      case "mysql":
        return expectFlags(block, [
          { name: "local_infile", right: ["off"] },
          { name: "skip_show_database", right: ["on"] },
        ]);
      case "sqlserver":
        return expectFlags(block, [
          { name: "cross db ownership chaining", right: ["off"] },
          { name: "contained database authentication", right: ["off"] },
          { name: "external scripts enabled", right: ["off"], orAbsent: true },
          { name: "remote access", right: ["off"] },
        ]);
      default:
        return NOT_APPLICABLE;
    }
  },
};
