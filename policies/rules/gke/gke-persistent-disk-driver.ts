import { expectAt } from "../../facts/gke-arguments";
import { clusterRule } from "../../facts/gke-cluster";

/** Volumes are made by the driver that GKE keeps up to date, with encryption keys and snapshots. On unless switched off. */
export const gkePersistentDiskDriver = clusterRule(({ arguments: cluster }) =>
  expectAt(cluster, "addons_config.gce_persistent_disk_csi_driver_config.enabled", true, undefined),
);
