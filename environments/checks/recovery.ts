import { type Check } from "./check";

/** Below an hour there is no time to restore a backup: only a standby that is already there makes it. */
const LEAST_RTO_OF_RESTORE = 60;

/** Most backups that a plan may keep by its interval. https://cloud.google.com/kubernetes-engine/docs/add-on/backup-for-gke/concepts/backup-plan */
const MOST_CLUSTER_BACKUPS = 360;
const MINUTES_PER_DAY = 1440;

/** What recovery promises is what the database's configuration can keep. */
export const recovery: Check = {
  reads: ["recovery", "database.backups", "database.availability"],
  find: ({ recovery: promised, database: { availability, backups } }) => [
    promised.rtoMinutes < LEAST_RTO_OF_RESTORE &&
      availability !== "REGIONAL" && {
        setting: "recovery.rtoMinutes",
        value: promised.rtoMinutes,
        must: `be at least ${LEAST_RTO_OF_RESTORE} while 'database.availability' is ${availability}: a restore takes its time`,
        fix: "set 'database.availability' to REGIONAL or raise it",
        source: "https://cloud.google.com/sql/docs/postgres/high-availability",
      },
    promised.backupRetentionDays * MINUTES_PER_DAY > MOST_CLUSTER_BACKUPS * promised.clusterBackupIntervalMinutes && {
      setting: "recovery.backupRetentionDays",
      value: promised.backupRetentionDays,
      must: `be at most ${MOST_CLUSTER_BACKUPS} times 'recovery.clusterBackupIntervalMinutes' (${promised.clusterBackupIntervalMinutes} minutes)`,
      fix: "lower it, or back the cluster up less often",
      source: "https://cloud.google.com/kubernetes-engine/docs/add-on/backup-for-gke/concepts/backup-plan",
    },
    backups.retained < promised.backupRetentionDays && {
      setting: "database.backups.retained",
      value: backups.retained,
      must: `reach back 'recovery.backupRetentionDays' (${promised.backupRetentionDays}), with one backup a day`,
      fix: `raise it to ${promised.backupRetentionDays} or lower 'recovery.backupRetentionDays'`,
      source: "https://cloud.google.com/sql/docs/postgres/backup-recovery/backups",
    },
  ],
};
