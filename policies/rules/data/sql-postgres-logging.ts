import { expectFlags } from "../../facts/sql-flags";
import { engineOf, INSTANCE } from "../../facts/sql";
import { NOT_APPLICABLE, type ResourceRule } from "../../rule";

const ON = ["on"];
const ERROR_OR_LOWER = ["debug5", "debug4", "debug3", "debug2", "debug1", "info", "notice", "warning", "error"];

/** PostgreSQL logs who came and went, what changed the schema, what waited for a lock and what went wrong. */
export const sqlPostgresLogging: ResourceRule = {
  appliesTo: [INSTANCE],
  evaluate: ({ arguments: block }) =>
    engineOf(block) !== "postgres"
      ? NOT_APPLICABLE
      : expectFlags(block, [
          ...["log_checkpoints", "log_connections", "log_disconnections", "log_lock_waits"].map((name) => ({
            name,
            right: name === "log_connections" ? [...ON, "all"] : ON,
          })),
          { name: "log_statement", right: ["ddl", "mod", "all"] },
          { name: "log_min_error_statement", right: ERROR_OR_LOWER },
          // what is logged at all: a warning has to be among it
          { name: "log_min_messages", right: ERROR_OR_LOWER.filter((level) => level !== "error") },
        ]),
};
