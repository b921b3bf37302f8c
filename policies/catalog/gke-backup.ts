import { LEVELS } from "../levels";
import { gkeBackedUp } from "../rules/gke/gke-backed-up";
import { gkeBackupComplete } from "../rules/gke/gke-backup-complete";
import { gkeBackupDeleteLock } from "../rules/gke/gke-backup-delete-lock";
import { gkeBackupEncrypted } from "../rules/gke/gke-backup-encrypted";
import { gkeBackupRetention } from "../rules/gke/gke-backup-retention";
import { gkeBackupScheduled } from "../rules/gke/gke-backup-scheduled";
import { gkeBackupSecrets } from "../rules/gke/gke-backup-secrets";
import { gkeBackupTarget } from "../rules/gke/gke-backup-target";
import { gkeRestorePlanned } from "../rules/gke/gke-restore-planned";
import { gkeRestoreWhole } from "../rules/gke/gke-restore-whole";
import { type PolicyRow } from "./row";

/** Backup for GKE. */
export const GKE_BACKUP_ROWS: readonly PolicyRow[] = [
  {
    id: "gke-backed-up",
    level: LEVELS.recommended,
    fact: "GKE clusters have a backup plan",
    why: "what is in the cluster alone is lost with it",
    fix: "add google_gke_backup_backup_plan for the cluster",
    covers: ["C17"],
    references: ["https://cloud.google.com/kubernetes-engine/docs/add-on/backup-for-gke/concepts/backup-for-gke"],
    rule: gkeBackedUp,
  },
  {
    id: "gke-backup-target",
    level: LEVELS.production,
    fact: "plans of Backup for GKE have a cluster with the backup agent",
    why: "a plan without the agent makes no backup and restores none",
    fix: "set addons_config.gke_backup_agent_config.enabled to true",
    covers: ["C17"],
    references: ["https://cloud.google.com/kubernetes-engine/docs/add-on/backup-for-gke/how-to/install"],
    rule: gkeBackupTarget,
  },
  {
    id: "gke-backup-scheduled",
    level: LEVELS.production,
    fact: "Backup for GKE makes backups by itself, every day",
    why: "whoever needs a backup finds none, or an old one",
    fix: "set backup_schedule.rpo_config.target_rpo_minutes to 1440 or less, and leave deactivated and paused off",
    covers: ["C17"],
    references: ["https://cloud.google.com/kubernetes-engine/docs/add-on/backup-for-gke/how-to/backup-plan"],
    rule: gkeBackupScheduled,
  },
  {
    id: "gke-backup-complete",
    level: LEVELS.recommended,
    fact: "backups hold volumes and every namespace that the stack uses",
    why: "a restore brings back a part, which does not start",
    fix: "set backup_config.include_volume_data to true, and name the namespaces or set all_namespaces",
    covers: ["C17"],
    references: ["https://cloud.google.com/kubernetes-engine/docs/add-on/backup-for-gke/how-to/backup-plan"],
    rule: gkeBackupComplete,
  },
  {
    id: "gke-backup-secrets",
    level: LEVELS.recommended,
    fact: "backups hold Secrets",
    why: "pods that need them don't start after a restore",
    fix: "set backup_config.include_secrets to true, with a key of ours",
    covers: [],
    references: ["https://cloud.google.com/kubernetes-engine/docs/add-on/backup-for-gke/how-to/backup-plan"],
    rule: gkeBackupSecrets,
  },
  {
    id: "gke-backup-encrypted",
    level: LEVELS.production,
    fact: "backups of GKE are encrypted with a key of ours",
    why: "they hold what the cluster holds, Secrets too, and outlive it",
    fix: "set backup_config.encryption_key with a key in the region of the plan",
    covers: [],
    references: ["https://cloud.google.com/kubernetes-engine/docs/add-on/backup-for-gke/concepts/about-cmek"],
    rule: gkeBackupEncrypted,
  },
  {
    id: "gke-backup-retention",
    level: LEVELS.production,
    fact: "backups of GKE are kept for a week at least",
    why: "damage that shows late is in every backup that is left",
    fix: "set retention_policy.backup_retain_days to 7 or more",
    covers: ["C17"],
    references: ["https://cloud.google.com/kubernetes-engine/docs/add-on/backup-for-gke/concepts/backup-for-gke"],
    rule: gkeBackupRetention,
  },
  {
    id: "gke-backup-delete-lock",
    level: LEVELS.production,
    fact: "nobody can delete a backup of GKE for some days",
    why: "who gets into the project deletes the backups first",
    fix: "set retention_policy.backup_delete_lock_days to 1 or more",
    covers: ["C17"],
    references: ["https://cloud.google.com/kubernetes-engine/docs/add-on/backup-for-gke/concepts/backup-for-gke"],
    rule: gkeBackupDeleteLock,
  },
  {
    id: "gke-restore-planned",
    level: LEVELS.recommended,
    fact: "a backup plan of GKE has a restore plan",
    why: "somebody would have to write one on the day that it is needed",
    fix: "add google_gke_backup_restore_plan for the plan",
    covers: ["C17"],
    references: ["https://cloud.google.com/kubernetes-engine/docs/add-on/backup-for-gke/how-to/restore-plan"],
    rule: gkeRestorePlanned,
  },
  {
    id: "gke-restore-whole",
    level: LEVELS.production,
    fact: "a restore brings back what the backup holds, and deletes nothing first",
    why: "volumes come back empty, or what still worked is gone",
    fix: "set restore_config with RESTORE_VOLUME_DATA_FROM_BACKUP, every namespace of the backup, and a mode other than DELETE_AND_RESTORE",
    covers: ["C17"],
    references: ["https://cloud.google.com/kubernetes-engine/docs/add-on/backup-for-gke/how-to/restore-plan"],
    rule: gkeRestoreWhole,
  },
];
