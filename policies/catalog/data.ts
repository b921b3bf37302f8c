import { LEVELS } from "../levels";
import { sqlPrivateOnly } from "../rules/data/sql-private-only";
import { sqlHighAvailability } from "../rules/data/sql-high-availability";
import { sqlPointInTimeRecovery } from "../rules/data/sql-point-in-time-recovery";
import { sqlTlsOnly } from "../rules/data/sql-tls-only";
import { sqlDeletionProtection } from "../rules/data/sql-deletion-protection";
import { secretRotationNotified } from "../rules/data/secret-rotation-notified";
import { registryImmutableTags } from "../rules/data/registry-immutable-tags";
import { type PolicyRow } from "./row";

/** Where data lies: Cloud SQL, Cloud KMS, Secret Manager, Artifact Registry, Cloud Storage. */
export const DATA_ROWS: readonly PolicyRow[] = [
  {
    id: "sql-private-only",
    level: LEVELS.everywhere,
    fact: "Cloud SQL instances have private addresses only",
    why: "a public address is one stolen password away from the data, and the provider gives one when nothing is said",
    fix: "set ip_configuration.ipv4_enabled to false with a private_network, and remove authorized_networks",
    covers: ["CKV_GCP_60", "AVD-GCP-0017"],
    references: ["https://cloud.google.com/sql/docs/postgres/private-ip"],
    rule: sqlPrivateOnly,
  },
  {
    id: "sql-high-availability",
    level: LEVELS.production,
    fact: "Cloud SQL primaries have a standby in another zone",
    why: "a zone that fails takes the database with it until somebody restores a backup",
    fix: "set settings.availability_type to REGIONAL",
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
    covers: ["CKV_GCP_14", "CKV2_GCP_20"],
    references: ["https://cloud.google.com/sql/docs/postgres/backup-recovery/pitr"],
    rule: sqlPointInTimeRecovery,
  },
  {
    id: "sql-tls-only",
    level: LEVELS.everywhere,
    fact: "Cloud SQL refuses connections without TLS",
    why: "passwords and rows would cross the network in clear text",
    fix: "set ip_configuration.ssl_mode to TRUSTED_CLIENT_CERTIFICATE_REQUIRED or ENCRYPTED_ONLY",
    covers: ["CKV_GCP_6", "AVD-GCP-0015"],
    references: ["https://cloud.google.com/sql/docs/postgres/configure-ssl-instance"],
    rule: sqlTlsOnly,
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
    id: "secret-rotation-notified",
    level: LEVELS.everywhere,
    fact: "secrets with a rotation schedule have a topic for their reminders",
    why: "Secret Manager refuses the schedule with 400, because it rotates nothing by itself and would have nobody to remind",
    fix: "set topics to a Pub/Sub topic that Secret Manager may publish to, or remove rotation",
    covers: [],
    references: ["https://cloud.google.com/secret-manager/docs/secret-rotation"],
    rule: secretRotationNotified,
  },
  {
    id: "registry-immutable-tags",
    level: LEVELS.production,
    fact: "Artifact Registry keeps a tag with the image that it was given to",
    why: "an image that was tested could be exchanged behind its tag",
    fix: "set docker_config.immutable_tags to true",
    covers: [],
    references: ["https://cloud.google.com/artifact-registry/docs/docker/troubleshoot#immutable"],
    rule: registryImmutableTags,
  },
];
