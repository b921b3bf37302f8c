import { expectFlags } from "../../facts/sql-flags";
import { engineOf, INSTANCE } from "../../facts/sql";
import { NOT_APPLICABLE, type ResourceRule } from "../../rule";

const OFF = ["off"];

/**
 * The text of statements stays out of the log, since their values stand in it: a slow one (`log_min_duration_statement`) as little as
 * every one. Query Insights shows slow statements without their values. The statistics are a developer's tools and slow everybody down.
 */
export const sqlLogsWithoutValues: ResourceRule = {
  appliesTo: [INSTANCE],
  evaluate: ({ arguments: block }) =>
    engineOf(block) !== "postgres"
      ? NOT_APPLICABLE
      : expectFlags(block, [
          { name: "log_min_duration_statement", right: ["-1"] },
          { name: "log_statement", right: ["none", "ddl"], orAbsent: true },
          { name: "pgaudit.log_parameter", right: OFF, orAbsent: true },
          ...["executor", "parser", "planner", "statement"].map((part) => ({
            name: `log_${part}_stats`,
            right: OFF,
            orAbsent: true,
          })),
        ]),
};
