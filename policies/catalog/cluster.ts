import { type PolicyRow } from "./row";
import { CLUSTER_RBAC_ROWS } from "./cluster-rbac";
import { CLUSTER_NETWORK_ROWS } from "./cluster-network";
import { CLUSTER_GATEWAY_ROWS } from "./cluster-gateway";
import { CLUSTER_BACKEND_ROWS } from "./cluster-backends";
import { CLUSTER_AVAILABILITY_ROWS } from "./cluster-availability";
import { CLUSTER_CONFIG_ROWS } from "./cluster-config";

/** Kubernetes objects other than pods. */
export const CLUSTER_ROWS: readonly PolicyRow[] = [
  ...CLUSTER_RBAC_ROWS,
  ...CLUSTER_NETWORK_ROWS,
  ...CLUSTER_GATEWAY_ROWS,
  ...CLUSTER_BACKEND_ROWS,
  ...CLUSTER_AVAILABILITY_ROWS,
  ...CLUSTER_CONFIG_ROWS,
];
