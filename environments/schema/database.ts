import * as z from "zod";
import { list, region, section, text, timeOfDay, whole } from "./fields";

const PITR = "https://cloud.google.com/sql/docs/postgres/backup-recovery/pitr";
const BACKUPS = "https://cloud.google.com/sql/docs/postgres/backup-recovery/backups";

const backupSettings = section({
  /** How many daily backups are kept, 1 to 365. */
  retained: whole(1, 365, { unit: "backups", source: BACKUPS }),
  /**
   * Start of the four hours in which the daily backup begins, in UTC.
   * @default "01:00"
   */
  startTime: timeOfDay().default("01:00"),
  /**
   * Where backups lie: a region, or `us`, `eu` or `asia`.
   * @default - the multi-region around the environment's region, else the region itself
   */
  location: z.string().optional(),
  /**
   * Days of write-ahead logs, so how far back the database can be restored to any moment; they are always kept: 1 to 7 in ENTERPRISE, 1 to 35 in ENTERPRISE_PLUS.
   * @default 7
   */
  transactionLogRetentionDays: whole(1, 35, { unit: "days", source: PITR }).default(7),
});

const replica = section({
  /** Suffix of the instance's name, for example `dr`. */
  name: text({
    pattern: /^[a-z]([-a-z0-9]{0,14}[a-z0-9])?$/,
    must: "have 1 to 16 lowercase letters, digits or hyphens, start with a letter and not end with a hyphen",
    fix: "write it as dr",
  }),
  /** Another region than the environment's: it is there for the day on which that region is lost. */
  region: region(),
  /**
   * Its machine.
   * @default - the primary's
   */
  tier: z.string().optional(),
});

const databaseMaintenance = section({
  /**
   * Day of the week: 1 is Monday, 7 is Sunday.
   * @default 7
   */
  day: whole(1, 7).default(7),
  /**
   * Hour of the day, in UTC.
   * @default 3
   */
  hour: whole(0, 23).default(3),
  /**
   * How early updates come: `canary` first, `stable` a week later, `week5` five weeks later.
   * @default "stable"
   */
  track: z.enum(["canary", "stable", "week5"]).default("stable"),
});

/** Cloud SQL for PostgreSQL. */
export const databaseSettings = section({
  /**
   * PostgreSQL's major version.
   * @default "POSTGRES_17"
   */
  version: z.enum(["POSTGRES_16", "POSTGRES_17", "POSTGRES_18"]).default("POSTGRES_17"),
  /** Which tiers and how many days of logs there are. Always written out, since Google's own default depends on the version. */
  edition: z.enum(["ENTERPRISE", "ENTERPRISE_PLUS"]),
  /** The machine: `db-custom-<vCPUs>-<MiB>` in ENTERPRISE, `db-perf-optimized-N-<vCPUs>` in ENTERPRISE_PLUS. */
  tier: z.string(),
  /** REGIONAL keeps a synchronous standby in a second zone; ZONAL does not. */
  availability: z.enum(["REGIONAL", "ZONAL"]),
  /**
   * Disk at creation in GB. It grows by itself and never shrinks.
   * @default 10
   */
  diskSizeGb: whole(10, 65536, {
    unit: "GB",
    source: "https://cloud.google.com/sql/docs/postgres/instance-settings",
  }).default(10),
  /** The size in GB up to which it grows by itself. */
  diskLimitGb: whole(10, 65536, { unit: "GB", source: "https://cloud.google.com/sql/docs/postgres/instance-settings" }),
  /** Daily backups and point-in-time recovery, both always on. */
  backups: backupSettings,
  /** When Google may restart the instance for updates. */
  maintenanceWindow: databaseMaintenance.prefault({}),
  /** PostgreSQL's `max_connections`. The connection pools of all pods are checked against it. */
  maxConnections: whole(14, 262143, {
    unit: "connections",
    source: "https://cloud.google.com/sql/docs/postgres/flags#postgres-m",
  }),
  /**
   * Read replicas in other regions.
   * @default - none
   */
  replicas: list(replica).default([]),
  /**
   * Refuse to delete the instance, in Terraform and in Cloud SQL's own interface.
   * @default - the opposite of `allowDestroys`
   */
  deletionProtection: z.boolean().optional(),
  /** Query Insights, which is always on. */
  insights: section({
    /**
     * Longest query text that is kept, in bytes.
     * @default 1024
     */
    queryStringLength: whole(256, 4500, {
      unit: "bytes",
      source: "https://cloud.google.com/sql/docs/postgres/using-query-insights",
    }).default(1024),
    /**
     * Sampled query plans per minute.
     * @default 5
     */
    plansPerMinute: whole(0, 20, {
      unit: "plans",
      source: "https://cloud.google.com/sql/docs/postgres/using-query-insights",
    }).default(5),
  }).prefault({}),
});
