import { ACCESS_PATHS } from "./cluster-access";
import { AVAILABILITY_PATHS } from "./cluster-availability";
import { GATEWAY_PATHS } from "./cluster-gateway";
import { NETWORK_POLICY_PATHS } from "./cluster-network";
import { type PathTable } from "./path-table";

/** Kubernetes objects other than pods. */
export const CLUSTER_PATHS: PathTable = {
  ...ACCESS_PATHS,
  ...NETWORK_POLICY_PATHS,
  ...GATEWAY_PATHS,
  ...AVAILABILITY_PATHS,
};
