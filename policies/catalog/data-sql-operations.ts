import { LEVELS } from "../levels";
import { sqlEditionFitsTier } from "../rules/data/sql-edition-fits-tier";
import { sqlDedicatedCores } from "../rules/data/sql-dedicated-cores";
import { sqlDiskGrows } from "../rules/data/sql-disk-grows";
import { sqlDiskLimited } from "../rules/data/sql-disk-limited";
import { sqlDiskSsd } from "../rules/data/sql-disk-ssd";
import { sqlAlwaysOn } from "../rules/data/sql-always-on";
import { sqlVersionSupported } from "../rules/data/sql-version-supported";
import { sqlMaxConnections } from "../rules/data/sql-max-connections";
import { sqlQueryInsights } from "../rules/data/sql-query-insights";
import { sqlMaintenanceWindow } from "../rules/data/sql-maintenance-window";
import { sqlTimeouts } from "../rules/data/sql-timeouts";
import { sqlWaitsForNetwork } from "../rules/data/sql-waits-for-network";
import { type PolicyRow } from "./row";

/** Cloud SQL: machines, disks, updates. */
export const DATA_SQL_OPERATIONS_ROWS: readonly PolicyRow[] = [
  {
    id: "sql-edition-fits-tier",
    level: LEVELS.everywhere,
    fact: "the edition of Cloud SQL has the machine and the version",
    why: "the API refuses the instance, after the rest of the stack was made",
    fix: "set settings.edition, and a tier that it has: db-custom-… in ENTERPRISE, db-perf-optimized-N-… in ENTERPRISE_PLUS",
    covers: [],
    references: ["https://cloud.google.com/sql/docs/postgres/editions-intro"],
    rule: sqlEditionFitsTier,
  },
  {
    id: "sql-dedicated-cores",
    level: LEVELS.production,
    fact: "Cloud SQL has cores of its own",
    why: "a shared core is slowed down by its neighbours, and no service level agreement covers it",
    fix: "choose a tier such as db-custom-2-7680",
    covers: [],
    references: ["https://cloud.google.com/sql/sla", "https://cloud.google.com/sql/docs/postgres/instance-settings"],
    rule: sqlDedicatedCores,
  },
  {
    id: "sql-disk-grows",
    level: LEVELS.production,
    fact: "the disk of Cloud SQL grows, and Terraform leaves it its size",
    why: "a full disk stops the database, and a smaller disk is another instance",
    fix: "leave settings.disk_autoresize on with a limit above disk_size, and ignore changes of settings[0].disk_size",
    covers: [],
    references: ["https://cloud.google.com/sql/docs/postgres/instance-settings#automatic-storage-increase-2ndgen"],
    rule: sqlDiskGrows,
  },
  {
    id: "sql-disk-limited",
    level: LEVELS.recommended,
    fact: "the disk of Cloud SQL stops growing somewhere",
    why: "a query that runs away fills it, and space that was added can't be given back",
    fix: "set settings.disk_autoresize_limit to what you are ready to pay for",
    covers: ["C15"],
    references: ["https://cloud.google.com/sql/docs/postgres/instance-settings#storage-autoresize-limit"],
    rule: sqlDiskLimited,
  },
  {
    id: "sql-disk-ssd",
    level: LEVELS.production,
    fact: "the disk of Cloud SQL is no hard disk",
    why: "a hard disk does a fraction of the reads and writes a second, and the disk can't be exchanged",
    fix: "set settings.disk_type to PD_SSD or leave it out",
    covers: [],
    references: ["https://cloud.google.com/sql/docs/postgres/choosing-storage"],
    rule: sqlDiskSsd,
  },
  {
    id: "sql-always-on",
    level: LEVELS.production,
    fact: "Cloud SQL runs",
    why: "every connection fails while an instance is stopped",
    fix: "set settings.activation_policy to ALWAYS or leave it out",
    covers: [],
    references: ["https://cloud.google.com/sql/docs/postgres/start-stop-restart-instance"],
    rule: sqlAlwaysOn,
  },
  {
    id: "sql-version-supported",
    level: LEVELS.recommended,
    fact: "the version of the database is supported",
    why: "a hole in it stays open, and Cloud SQL charges for extended support",
    fix: "choose a major version that the community supports and upgrade in a copy first",
    covers: [],
    references: [
      "https://cloud.google.com/sql/docs/postgres/db-versions",
      "https://www.postgresql.org/support/versioning/",
    ],
    rule: sqlVersionSupported,
  },
  {
    id: "sql-max-connections",
    level: LEVELS.recommended,
    fact: "how many connections PostgreSQL takes is written out, and not less than the machine can",
    why: "pools can't be held against a number that nobody knows, and too few connections turn customers away while the machine is idle",
    fix: "set the flag max_connections to the sum of all pools with a reserve, and no lower than Cloud SQL's own number",
    covers: ["C29", "C7"],
    references: ["https://cloud.google.com/sql/docs/postgres/flags#postgres-m"],
    rule: sqlMaxConnections,
  },
  {
    id: "sql-query-insights",
    level: LEVELS.recommended,
    fact: "Query Insights shows which statements take the time",
    why: "the only other way is to log statements with the values in them",
    fix: "set settings.insights_config.query_insights_enabled to true",
    covers: ["C16"],
    references: ["https://cloud.google.com/sql/docs/postgres/using-query-insights"],
    rule: sqlQueryInsights,
  },
  {
    id: "sql-maintenance-window",
    level: LEVELS.recommended,
    fact: "somebody chose when Cloud SQL may restart, and what customers rely on is not updated first",
    why: "maintenance comes at any hour of any day, and an update that breaks something breaks production before it breaks a test",
    fix: "set settings.maintenance_window.day and hour, and update_track to stable or week5",
    covers: [],
    references: ["https://cloud.google.com/sql/docs/postgres/maintenance"],
    rule: sqlMaintenanceWindow,
  },
  {
    id: "sql-timeouts",
    level: LEVELS.recommended,
    fact: "Terraform waits long enough for Cloud SQL",
    why: "an apply that gives up leaves an instance behind that nobody knows, whose name is taken",
    fix: "set timeouts to 20 minutes or more, or leave them out",
    covers: [],
    references: [
      "https://registry.terraform.io/providers/hashicorp/google/6.50.0/docs/resources/sql_database_instance#timeouts",
    ],
    rule: sqlTimeouts,
  },
  {
    id: "sql-waits-for-network",
    level: LEVELS.production,
    fact: "Cloud SQL is made after the connection to Google's network",
    why: "the API refuses a private address before that, on the first apply",
    fix: "add the google_service_networking_connection to depends_on",
    covers: [],
    references: ["https://cloud.google.com/sql/docs/postgres/configure-private-services-access"],
    rule: sqlWaitsForNetwork,
  },
];
