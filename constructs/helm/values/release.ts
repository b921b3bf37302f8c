import * as z from "zod";
import { integer, kubernetesName, quantity } from "./scalars";

/** What the whole namespace may use. Kubernetes' own words. */
export const quotaSchema = z.strictObject({
  /** Pods that run at the same time. */
  pods: integer(1, 100000),
  /** Sum of all requested cores. */
  "requests.cpu": quantity(),
  /** Sum of all requested memory. */
  "requests.memory": quantity(),
  /** Sum of all limits in cores. */
  "limits.cpu": quantity(),
  /** Sum of all limits in memory. */
  "limits.memory": quantity(),
  /** Services that would get a load balancer of their own, past the gateway and its firewall. @default 0 */
  "services.loadbalancers": integer(0, 1000).default(0),
  /** Services that would open a port on every node. @default 0 */
  "services.nodeports": integer(0, 1000).default(0),
});

const bounds = z.strictObject({
  /** Cores. */
  cpu: quantity(),
  /** Bytes. */
  memory: quantity(),
});

/** Bounds of each container in the namespace, and what one gets that says nothing. */
export const limitRangeSchema = z.strictObject({
  /** No limit may be higher. */
  max: bounds,
  /** No request may be lower. */
  min: bounds,
  /** The limit of a container without one. */
  default: bounds,
  /** The request of a container without one. */
  defaultRequest: bounds,
});

/**
 * How the External Secrets Operator reads: as each workload, through a store that the chart makes for that workload
 * alone. `ExternalSecretsOperator` has these values ready.
 */
export const secretStoreSchema = z.strictObject({
  /**
   * "ClusterSecretStore" is named after namespace, release and workload, and serves that namespace only. "SecretStore"
   * lies in the namespace itself, for an operator that is confined to it. @default ClusterSecretStore
   */
  kind: z.enum(["ClusterSecretStore", "SecretStore"]).default("ClusterSecretStore"),
  /** Who the operator is: it may have tokens of the service accounts whose secrets it copies, and of no others. */
  operator: z.strictObject({
    /** The namespace that it runs in. */
    namespace: kubernetesName(),
    /** The service account of its controller. */
    serviceAccountName: kubernetesName(),
  }),
  /** Minutes between two looks at Secret Manager. @default 15 */
  refreshMinutes: integer(1, 1440, "minutes").default(15),
});

/** How important pods are. Classes belong to the whole cluster, so their names must be free in it. */
export const priorityClassSchema = z.strictObject({
  /** Higher goes first; Kubernetes keeps what is above one billion. */
  value: integer(-2147483648, 1000000000),
  /** Whether it may push other pods out. @default Never */
  preemptionPolicy: z.enum(["Never", "PreemptLowerPriority"]).default("Never"),
  /** What it is for. */
  description: z.string(),
});
