export { ClusterBackupPlan, type ClusterBackupPlanProps, type RestoreMode } from "./cluster-backup-plan";
