import { type SqlDatabaseInstanceSettingsBackupConfiguration } from "@cdktf/provider-google/lib/sql-database-instance";
import { isKnown, outOfRange, type Finding } from "../core/validation";
import { type DatabaseEdition } from "./tier";

const SOURCE = "https://cloud.google.com/sql/docs/postgres/backup-recovery/backups";

/** When backups are made and how long they are kept. They can't be switched off. */
export interface DatabaseBackups {
  /**
   * The UTC time, `HH:MM`, at which the four-hour window of the daily backup starts.
   * @default "02:00"
   */
  readonly startTime?: string;
  /**
   * How many daily backups are kept: 1 to 365, and at least as many as there are days of logs.
   * @default 30
   */
  readonly retainedBackups?: number;
  /**
   * How many days of write-ahead logs are kept, so how far back a point in time may lie: 1 to 7, in edition
   * ENTERPRISE_PLUS 1 to 35.
   * @default - 7 in ENTERPRISE, 14 in ENTERPRISE_PLUS
   */
  readonly transactionLogRetentionDays?: number;
  /**
   * The region or multi-region (`eu`, `us`, `asia`) that backups lie in.
   * @default - the multi-region closest to the instance, which outlives the region
   */
  readonly location?: string;
}

/** {@link DatabaseBackups} with every default filled in. */
export type ResolvedBackups = Omit<Required<DatabaseBackups>, "location"> & Pick<DatabaseBackups, "location">;

/** Fills in the defaults. */
export function resolveBackups(edition: DatabaseEdition, backups: DatabaseBackups = {}): ResolvedBackups {
  return {
    startTime: "02:00",
    retainedBackups: 30,
    transactionLogRetentionDays: edition === "ENTERPRISE_PLUS" ? 14 : 7,
    ...backups,
  };
}

/** The block, with point-in-time recovery, without which a regional PostgreSQL instance is refused. */
export function backupConfiguration(backups: ResolvedBackups): SqlDatabaseInstanceSettingsBackupConfiguration {
  const { startTime, retainedBackups, transactionLogRetentionDays, location } = backups;
  return {
    enabled: true,
    startTime,
    location,
    pointInTimeRecoveryEnabled: true,
    transactionLogRetentionDays,
    backupRetentionSettings: { retainedBackups, retentionUnit: "COUNT" },
  };
}

/** What is wrong with the settings. The log retention itself is judged with the tier, because it depends on the edition. */
export function backupProblems(backups: ResolvedBackups): readonly Finding[] {
  const { startTime, retainedBackups, transactionLogRetentionDays, location } = backups;
  return [
    isKnown(startTime) &&
      !/^([01]\d|2[0-3]):[0-5]\d$/.test(startTime) && {
        setting: "backups.startTime",
        value: startTime,
        must: "be a UTC time as HH:MM",
        fix: "write for example 02:00",
        source: SOURCE,
      },
    outOfRange("backups.retainedBackups", retainedBackups, 1, 365, { unit: "backups", source: SOURCE }),
    isKnown(retainedBackups) &&
      isKnown(transactionLogRetentionDays) &&
      retainedBackups < transactionLogRetentionDays && {
        setting: "backups.retainedBackups",
        value: retainedBackups,
        must: `cover the ${transactionLogRetentionDays} days of logs, because a log can only be replayed on an older backup`,
        fix: `choose ${transactionLogRetentionDays} or more`,
        source: "https://cloud.google.com/sql/docs/postgres/backup-recovery/pitr",
      },
    isKnown(location) &&
      !/^[a-z]+(-[a-z]+\d+)?$/.test(location) && {
        setting: "backups.location",
        value: location,
        must: "be a region or one of eu, us, asia",
        fix: "write for example eu or europe-west1",
        source: SOURCE,
      },
  ];
}
