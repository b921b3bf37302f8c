import { LEVELS } from "../levels";
import { sqlPostgresLogging } from "../rules/data/sql-postgres-logging";
import { sqlPostgresLoggingDetail } from "../rules/data/sql-postgres-logging-detail";
import { sqlLogsWithoutValues } from "../rules/data/sql-logs-without-values";
import { sqlPgaudit } from "../rules/data/sql-pgaudit";
import { sqlPgauditLog } from "../rules/data/sql-pgaudit-log";
import { sqlIamAuthentication } from "../rules/data/sql-iam-authentication";
import { sqlEngineFlags } from "../rules/data/sql-engine-flags";
import { type PolicyRow } from "./row";

/** Cloud SQL: what engines log, and their other switches. */
export const DATA_SQL_LOGGING_ROWS: readonly PolicyRow[] = [
  {
    id: "sql-postgres-logging",
    level: LEVELS.production,
    fact: "PostgreSQL logs connections, changes of the schema, waits for locks and errors",
    why: "nobody can tell afterwards who was connected and what went wrong",
    fix: "set the flags log_checkpoints, log_connections, log_disconnections and log_lock_waits to on, log_statement to ddl, log_min_error_statement to error, log_min_messages to warning",
    covers: [
      "CKV_GCP_51",
      "CKV_GCP_52",
      "CKV_GCP_53",
      "CKV_GCP_54",
      "CKV_GCP_55",
      "CKV_GCP_109",
      "CKV_GCP_111",
      "AVD-GCP-0016",
      "AVD-GCP-0018",
      "AVD-GCP-0020",
      "AVD-GCP-0022",
      "AVD-GCP-0025",
    ],
    references: [
      "https://cloud.google.com/sql/docs/postgres/flags",
      "https://www.cisecurity.org/benchmark/google_cloud_computing_platform",
    ],
    rule: sqlPostgresLogging,
  },
  {
    id: "sql-postgres-logging-detail",
    level: LEVELS.recommended,
    fact: "PostgreSQL logs durations, hosts and temporary files",
    why: "a slow day leaves no trace of which statements were slow and which spilled to disk",
    fix: "set the flags log_duration and log_hostname to on, and log_temp_files to 0; log_hostname costs a look-up for each connection",
    covers: ["CKV_GCP_56", "CKV_GCP_108", "CKV2_GCP_13", "AVD-GCP-0014"],
    references: ["https://www.postgresql.org/docs/current/runtime-config-logging.html"],
    rule: sqlPostgresLoggingDetail,
  },
  {
    id: "sql-logs-without-values",
    level: LEVELS.recommended,
    fact: "no values of statements are in PostgreSQL's log",
    why: "personal data and passwords of ALTER ROLE end up where more people read than in the database",
    fix: "set the flag log_min_duration_statement to -1 and log_statement to ddl, leave pgaudit.log_parameter and the log_…_stats out, and use Query Insights for slow statements",
    covers: ["CKV_GCP_57", "CKV2_GCP_14", "CKV2_GCP_15", "CKV2_GCP_16", "CKV2_GCP_17", "AVD-GCP-0021"],
    references: [
      "https://www.postgresql.org/docs/current/runtime-config-logging.html",
      "https://cloud.google.com/sql/docs/postgres/using-query-insights",
    ],
    rule: sqlLogsWithoutValues,
  },
  {
    id: "sql-pgaudit",
    level: LEVELS.production,
    fact: "PostgreSQL can keep an audit log",
    why: "the extension can't be created without the flag, and the flag restarts the instance",
    fix: "set the flag cloudsql.enable_pgaudit to on",
    covers: ["CKV_GCP_110"],
    references: ["https://cloud.google.com/sql/docs/postgres/pg-audit"],
    rule: sqlPgaudit,
  },
  {
    id: "sql-pgaudit-log",
    level: LEVELS.recommended,
    fact: "pgaudit logs something",
    why: "the flag that switches it on logs nothing by itself",
    fix: "set the flag pgaudit.log to ddl,role or to more, and run CREATE EXTENSION pgaudit in each database",
    covers: [],
    references: ["https://cloud.google.com/sql/docs/postgres/pg-audit#configure"],
    rule: sqlPgauditLog,
  },
  {
    id: "sql-iam-authentication",
    level: LEVELS.recommended,
    fact: "who connects to Cloud SQL can log in with an identity",
    why: "every program needs a password that somebody has to keep and change",
    fix: "set the flag cloudsql.iam_authentication (MySQL: cloudsql_iam_authentication) to on",
    covers: ["C12"],
    references: ["https://cloud.google.com/sql/docs/postgres/iam-authentication"],
    rule: sqlIamAuthentication,
  },
  {
    id: "sql-engine-flags",
    level: LEVELS.production,
    fact: "MySQL and SQL Server keep a user inside its own database",
    why: "a user reads files of the server, databases of others, or logs in past the instance's own users",
    fix: "set MySQL's local_infile to off and skip_show_database to on; set SQL Server's cross db ownership chaining, contained database authentication and remote access to off",
    covers: ["CKV_GCP_50", "CKV_GCP_58", "CKV_GCP_59", "AVD-GCP-0019", "AVD-GCP-0023", "AVD-GCP-0026"],
    references: ["https://cloud.google.com/sql/docs/mysql/flags", "https://cloud.google.com/sql/docs/sqlserver/flags"],
    rule: sqlEngineFlags,
  },
];
