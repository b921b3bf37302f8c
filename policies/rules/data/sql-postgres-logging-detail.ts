import { expectFlags } from "../../facts/sql-flags";
import { engineOf, INSTANCE } from "../../facts/sql";
import { NOT_APPLICABLE, type ResourceRule } from "../../rule";

/** PostgreSQL logs how long statements took, from which host, and which ones needed space on disk. */
export const sqlPostgresLoggingDetail: ResourceRule = {
  appliesTo: [INSTANCE],
  evaluate: ({ arguments: block }) =>
    engineOf(block) !== "postgres"
      ? NOT_APPLICABLE
      : expectFlags(block, [
          { name: "log_duration", right: ["on"] },
          { name: "log_hostname", right: ["on"] },
          { name: "log_temp_files", right: ["0"] },
        ]),
};
