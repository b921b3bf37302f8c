import { GKE_ACCESS_ROWS } from "./gke-access";
import { GKE_BACKUP_ROWS } from "./gke-backup";
import { GKE_NETWORK_ROWS } from "./gke-network";
import { GKE_NODES_ROWS } from "./gke-nodes";
import { GKE_OBSERVABILITY_ROWS } from "./gke-observability";
import { GKE_UPKEEP_ROWS } from "./gke-upkeep";
import { type PolicyRow } from "./row";

/** GKE, Binary Authorization and Backup for GKE. */
export const GKE_ROWS: readonly PolicyRow[] = [
  ...GKE_ACCESS_ROWS,
  ...GKE_NETWORK_ROWS,
  ...GKE_NODES_ROWS,
  ...GKE_UPKEEP_ROWS,
  ...GKE_OBSERVABILITY_ROWS,
  ...GKE_BACKUP_ROWS,
];
