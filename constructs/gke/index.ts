export { AutopilotCluster, type AutopilotClusterProps } from "./autopilot-cluster";
export { type ClusterProps, type ICluster } from "./cluster";
export { type AuthorizedNetwork, type IpEndpoint } from "./control-plane-access";
export { kubernetesConnection, type KubernetesConnection } from "./kubernetes-connection";
export { type Maintenance, type MaintenanceExclusion, type MaintenanceWindow, type Weekday } from "./maintenance";
export { Namespace, type NamespaceProps } from "./namespace";
export { NodePool, type NodePoolOptions, type NodePoolProps, type NodeTaint } from "./node-pool";
export {
  type ClusterMetric,
  type ControlPlaneLog,
  type UpgradeEvent,
  type UpgradeNotifications,
} from "./observability";
export { StandardCluster, type StandardClusterProps } from "./standard-cluster";
