import { LEVELS } from "../levels";
import { sqlPrivateOnly } from "../rules/data/sql-private-only";
import { sqlTlsOnly } from "../rules/data/sql-tls-only";
import { sqlClientCertificates } from "../rules/data/sql-client-certificates";
import { sqlConnectorsOnly } from "../rules/data/sql-connectors-only";
import { sqlEncrypted } from "../rules/data/sql-encrypted";
import { sqlHighAvailability } from "../rules/data/sql-high-availability";
import { sqlPointInTimeRecovery } from "../rules/data/sql-point-in-time-recovery";
import { sqlBackupRetention } from "../rules/data/sql-backup-retention";
import { sqlLogRetention } from "../rules/data/sql-log-retention";
import { sqlBackupLocation } from "../rules/data/sql-backup-location";
import { sqlBackupWindow } from "../rules/data/sql-backup-window";
import { sqlBackupsOutliveInstance } from "../rules/data/sql-backups-outlive-instance";
import { sqlDeletionProtection } from "../rules/data/sql-deletion-protection";
import { sqlReplicaElsewhere } from "../rules/data/sql-replica-elsewhere";
import { sqlReplicaFitsPrimary } from "../rules/data/sql-replica-fits-primary";
import { type PolicyRow } from "./row";

/** Cloud SQL: who reaches it, and what is left when something is lost. */
export const DATA_SQL_ROWS: readonly PolicyRow[] = [
  {
    id: "sql-private-only",
    level: LEVELS.everywhere,
    fact: "Cloud SQL instances have private addresses only",
    why: "a public address is one stolen password away from the data, and the provider gives one when nothing is said",
    fix: "set ip_configuration.ipv4_enabled to false with a private_network, and remove authorized_networks",
    covers: ["seed/public-address-by-default", "CKV_GCP_60", "CKV_GCP_11", "AVD-GCP-0017"],
    references: ["https://cloud.google.com/sql/docs/postgres/private-ip"],
    rule: sqlPrivateOnly,
  },
  {
    id: "sql-tls-only",
    level: LEVELS.everywhere,
    fact: "Cloud SQL refuses connections without TLS",
    why: "passwords and rows would cross the network in clear text",
    fix: "set ip_configuration.ssl_mode to TRUSTED_CLIENT_CERTIFICATE_REQUIRED or ENCRYPTED_ONLY",
    covers: ["all/tls-for-datastores", "CKV_GCP_6", "AVD-GCP-0015"],
    references: ["https://cloud.google.com/sql/docs/postgres/configure-ssl-instance"],
    rule: sqlTlsOnly,
  },
  {
    id: "sql-client-certificates",
    level: LEVELS.recommended,
    fact: "clients of Cloud SQL show a certificate",
    why: "with ENCRYPTED_ONLY a stolen password is enough from anywhere in the network",
    fix: "set ip_configuration.ssl_mode to TRUSTED_CLIENT_CERTIFICATE_REQUIRED; connectors and the Auth Proxy bring a certificate along",
    covers: ["CKV_GCP_6"],
    references: ["https://cloud.google.com/sql/docs/postgres/configure-ssl-instance#enforcing-ssl"],
    rule: sqlClientCertificates,
  },
  {
    id: "sql-connectors-only",
    level: LEVELS.recommended,
    fact: "Cloud SQL takes connections from connectors and the Auth Proxy only",
    why: "everybody else connects past IAM, with nothing but a password",
    fix: "set settings.connector_enforcement to REQUIRED",
    covers: ["C12"],
    references: ["https://cloud.google.com/sql/docs/postgres/connect-connectors#enforce"],
    rule: sqlConnectorsOnly,
  },
  {
    id: "sql-encrypted",
    level: LEVELS.production,
    fact: "Cloud SQL encrypts with a key of ours",
    why: "nobody here could take the key away from the data, and a key can't be added later without making the instance anew",
    fix: "set encryption_key_name to a key of Cloud KMS in the instance's region",
    covers: [],
    references: ["https://cloud.google.com/sql/docs/postgres/cmek"],
    rule: sqlEncrypted,
  },
  {
    id: "sql-high-availability",
    level: LEVELS.production,
    fact: "Cloud SQL primaries have a standby in another zone",
    why: "a zone that fails takes the database with it until somebody restores a backup",
    fix: "set settings.availability_type to REGIONAL, and location_preference.secondary_zone to another zone or to nothing",
    covers: [],
    references: ["https://cloud.google.com/sql/docs/postgres/high-availability"],
    rule: sqlHighAvailability,
  },
  {
    id: "sql-point-in-time-recovery",
    level: LEVELS.production,
    fact: "Cloud SQL primaries are backed up and can be restored to any moment",
    why: "a mistaken DELETE is repaired up to the second before it, not up to last night",
    fix: "set backup_configuration.enabled and point_in_time_recovery_enabled (MySQL: binary_log_enabled) to true",
    covers: ["CKV_GCP_14", "CKV2_GCP_20", "AVD-GCP-0024", "C17"],
    references: ["https://cloud.google.com/sql/docs/postgres/backup-recovery/pitr"],
    rule: sqlPointInTimeRecovery,
  },
  {
    id: "sql-backup-retention",
    level: LEVELS.production,
    fact: "Cloud SQL keeps a week of backups or more, and one for each day of logs",
    why: "a mistake that is found late can't be repaired any more, and logs without an older backup are useless",
    fix: "set backup_configuration.backup_retention_settings.retained_backups to 7 or more, and to no less than transaction_log_retention_days",
    covers: [],
    references: ["https://cloud.google.com/sql/docs/postgres/backup-recovery/backups"],
    rule: sqlBackupRetention,
  },
  {
    id: "sql-log-retention",
    level: LEVELS.production,
    fact: "Cloud SQL keeps a week of logs, and no more than the edition has",
    why: "a point in time that is further back than the logs can't be restored; a number above the edition's is refused",
    fix: "set backup_configuration.transaction_log_retention_days to 7, or in edition ENTERPRISE_PLUS up to 35, or leave it out",
    covers: [],
    references: ["https://cloud.google.com/sql/docs/postgres/backup-recovery/pitr"],
    rule: sqlLogRetention,
  },
  {
    id: "sql-backup-location",
    level: LEVELS.recommended,
    fact: "backups of Cloud SQL are outside of the instance's region, and on its continent",
    why: "a region that is lost takes its backups with it, and data that leaves the continent may break the law",
    fix: "leave backup_configuration.location out, or set it to eu, us, asia or another region of the same continent",
    covers: [],
    references: ["https://cloud.google.com/sql/docs/postgres/backup-recovery/backups#locations"],
    rule: sqlBackupLocation,
  },
  {
    id: "sql-backup-window",
    level: LEVELS.recommended,
    fact: "backups of Cloud SQL begin at a time that somebody chose",
    why: "Cloud SQL may choose the busiest hour",
    fix: "set backup_configuration.start_time to a time in UTC such as 02:00",
    covers: [],
    references: ["https://cloud.google.com/sql/docs/postgres/backup-recovery/backing-up"],
    rule: sqlBackupWindow,
  },
  {
    id: "sql-backups-outlive-instance",
    level: LEVELS.production,
    fact: "backups of Cloud SQL stay when the instance is deleted",
    why: "whoever deletes an instance deletes every backup of it",
    fix: "set settings.retain_backups_on_delete to true",
    covers: [],
    references: ["https://cloud.google.com/sql/docs/postgres/backup-recovery/backups#retained-backups"],
    rule: sqlBackupsOutliveInstance,
  },
  {
    id: "sql-deletion-protection",
    level: LEVELS.production,
    fact: "Cloud SQL instances are protected from deletion, in Terraform and in the API",
    why: "deletion_protection stops Terraform only; the console and gcloud would still delete the instance with its backups",
    fix: "set settings.deletion_protection_enabled to true and leave deletion_protection on",
    covers: [],
    references: ["https://cloud.google.com/sql/docs/postgres/deletion-protection"],
    rule: sqlDeletionProtection,
  },
  {
    id: "sql-replica-elsewhere",
    level: LEVELS.recommended,
    fact: "a primary with a standby has a replica in another region",
    why: "when the region is lost, everybody waits for it or for a restore",
    fix: "add an instance with master_instance_name in another region",
    covers: ["C17"],
    references: ["https://cloud.google.com/sql/docs/postgres/replication/cross-region-replicas"],
    rule: sqlReplicaElsewhere,
  },
  {
    id: "sql-replica-fits-primary",
    level: LEVELS.production,
    fact: "a replica can follow its primary and stand in for it",
    why: "PostgreSQL doesn't start a standby with fewer connections, and a smaller machine falls behind",
    fix: "give the replica the primary's tier, database_version and flags, or more",
    covers: [],
    references: [
      "https://www.postgresql.org/docs/current/hot-standby.html#HOT-STANDBY-ADMIN",
      "https://cloud.google.com/sql/docs/postgres/replication",
    ],
    rule: sqlReplicaFitsPrimary,
  },
];
