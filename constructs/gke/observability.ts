import { type ContainerClusterConfig } from "@cdktf/provider-google/lib/container-cluster";
import { isKnown, type Finding } from "../core/validation";

/** A part of the control plane that can be logged. `KCP_…` are Google's own accesses to it. */
export type ControlPlaneLog =
  "APISERVER" | "CONTROLLER_MANAGER" | "SCHEDULER" | "KCP_CONNECTION" | "KCP_SSHD" | "KCP_HPA";

/** What can be measured, besides the system's own metrics. */
export type ClusterMetric =
  | "APISERVER"
  | "CONTROLLER_MANAGER"
  | "SCHEDULER"
  | "STORAGE"
  | "HPA"
  | "POD"
  | "DAEMONSET"
  | "DEPLOYMENT"
  | "STATEFULSET"
  | "CADVISOR"
  | "KUBELET"
  | "DCGM"
  | "JOBSET";

/** What GKE announces. */
export type UpgradeEvent =
  "UPGRADE_AVAILABLE_EVENT" | "UPGRADE_EVENT" | "UPGRADE_INFO_EVENT" | "SECURITY_BULLETIN_EVENT";

/** Where GKE announces upgrades and security bulletins. */
export interface UpgradeNotifications {
  /** The Pub/Sub topic, `projects/<project>/topics/<topic>`. */
  readonly topicId: string;
  /**
   * What is announced.
   * @default - everything
   */
  readonly events?: readonly UpgradeEvent[];
}

/** The default of {@link ControlPlaneLog}. */
export const CONTROL_PLANE_LOGS: readonly ControlPlaneLog[] = ["APISERVER", "CONTROLLER_MANAGER", "SCHEDULER"];

/** The default of {@link ClusterMetric}: all but what only accelerators and job sets have. */
export const CLUSTER_METRICS: readonly ClusterMetric[] = [
  "APISERVER",
  "CONTROLLER_MANAGER",
  "SCHEDULER",
  "STORAGE",
  "HPA",
  "POD",
  "DAEMONSET",
  "DEPLOYMENT",
  "STATEFULSET",
  "CADVISOR",
  "KUBELET",
];

type ObservabilityArguments = Pick<ContainerClusterConfig, "loggingConfig" | "monitoringConfig" | "notificationConfig">;

/** The arguments of a cluster: system and workloads always log, the system is always measured. */
export function observabilityArguments(
  logs: readonly ControlPlaneLog[],
  metrics: readonly ClusterMetric[],
  notifications: UpgradeNotifications | undefined,
): ObservabilityArguments {
  const events = notifications?.events;
  return {
    loggingConfig: { enableComponents: ["SYSTEM_COMPONENTS", "WORKLOADS", ...logs] },
    monitoringConfig: {
      enableComponents: ["SYSTEM_COMPONENTS", ...metrics],
      managedPrometheus: { enabled: true },
      advancedDatapathObservabilityConfig: { enableMetrics: true, enableRelay: false },
    },
    notificationConfig: notifications && {
      pubsub: {
        enabled: true,
        topic: notifications.topicId,
        filter: events && { eventType: [...events] },
      },
    },
  };
}

/** What is wrong with notifications. */
export function notificationProblem(notifications: UpgradeNotifications | undefined): Finding {
  const topicId = notifications?.topicId;
  if (!isKnown(topicId) || /^projects\/[^/]+\/topics\/[^/]+$/.test(topicId)) {
    return undefined;
  }
  return {
    setting: "upgradeNotifications.topicId",
    value: topicId,
    must: "be the full resource name of a topic",
    fix: "write projects/<project>/topics/<topic>",
    source: "https://cloud.google.com/kubernetes-engine/docs/how-to/cluster-notifications",
  };
}
