/** What an edition of Cloud SQL for PostgreSQL takes. */
export interface DatabaseEdition {
  readonly tiers: RegExp;
  /** What the API proposes instead. */
  readonly proposal: string;
  /** Days of write-ahead logs. https://cloud.google.com/sql/docs/postgres/backup-recovery/pitr */
  readonly logDays: number;
  /** The first major version that has it. */
  readonly sinceVersion: number;
}

/**
 * https://cloud.google.com/sql/docs/postgres/editions-intro, tiers: https://cloud.google.com/sql/docs/postgres/instance-settings
 * and https://cloud.google.com/sql/docs/postgres/machine-series-overview
 */
export const DATABASE_EDITIONS: Readonly<Record<string, DatabaseEdition>> = {
  ENTERPRISE: {
    tiers: /^db-(f1-micro|g1-small|custom-\d+-\d+)$/,
    proposal: "db-custom-*",
    logDays: 7,
    sinceVersion: 9,
  },
  ENTERPRISE_PLUS: {
    tiers: /^db-(perf-optimized-N-(2|4|8|16|32|48|64|80|96|128)|c4a-highmem-\d+.*)$/,
    proposal: "db-perf-optimized-N-*",
    logDays: 35,
    sinceVersion: 12,
  },
};

/**
 * The edition that the API takes when the request names none: ENTERPRISE_PLUS from PostgreSQL 16 on.
 * https://github.com/GoogleCloudPlatform/magic-modules/pull/18014
 */
export function defaultEdition(version: string): string {
  return (postgresMajor(version) ?? 0) >= 16 ? "ENTERPRISE_PLUS" : "ENTERPRISE";
}

/** `POSTGRES_17` is 17; undefined for another engine. */
export function postgresMajor(version: string): number | undefined {
  const major = /^POSTGRES_(\d+)/.exec(version)?.[1];
  return major === undefined ? undefined : Number(major);
}

/** A custom tier. https://cloud.google.com/sql/docs/postgres/create-instance#machine-types */
export const CUSTOM_TIER = {
  stepMib: 256,
  leastMib: 3840,
  leastMibPerCpu: 921.6,
  mostMibPerCpu: 6656,
  mostCpus: 96,
} as const;
