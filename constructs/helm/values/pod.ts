import * as z from "zod";
import { cloudSqlProxySchema, containerShape, initContainerSchema, secretMountSchema } from "./container";
import { podNetworkSchema } from "./network";
import { absolutePath, integer, kubernetesName, labelKey, labelValue, quantity, text, workloadName } from "./scalars";

/** In seconds. */
export const LONGEST_GRACE_PERIOD = 3600;

const apiGroup = () => text(/^[a-z0-9.-]*$/, 'be one API group such as batch, or "" for the core group; never *');

/** Access to these gives everything else away. https://kubernetes.io/docs/concepts/security/rbac-good-practices/ */
const TOO_POWERFUL =
  /^(secrets|serviceaccounts\/token|pods\/(exec|attach|portforward|ephemeralcontainers)|nodes\/proxy|(cluster)?roles|(cluster)?rolebindings)$/;

const apiResource = () =>
  text(/^[a-z]+(\/[a-z]+)?$/, "be one resource such as jobs, neither * nor one that opens secrets, shells or roles", {
    except: TOO_POWERFUL,
  });

/** What a pod may do in its own namespace. */
export const apiRuleSchema = z.strictObject({
  /** API groups; the core group is `""`. */
  apiGroups: z.array(apiGroup()).min(1),
  /** Resources, in the plural. Secrets, shells into pods and roles are refused. */
  resources: z.array(apiResource()).min(1),
  /** Verbs. `bind`, `escalate`, `impersonate` and `*` are refused. */
  verbs: z.array(z.enum(["get", "list", "watch", "create", "update", "patch", "delete"])).min(1),
});

/** What a pod may read in the whole cluster, for example nodes. */
export const clusterReadRuleSchema = apiRuleSchema.extend({
  /** Reading verbs only. */
  verbs: z.array(z.enum(["get", "list", "watch"])).min(1),
});

/** The identity of a pod. */
export const serviceAccountSchema = z.strictObject({
  /** Its name; two workloads can't share one. */
  name: kubernetesName(),
  /** For example `iam.gke.io/gcp-service-account`. @default - none */
  annotations: z.record(labelKey(), z.string()).default({}),
  /** Access to the Kubernetes API in its namespace. The pod gets a token only when there are rules. @default - none */
  apiRules: z.array(apiRuleSchema).default([]),
  /** Reading access to the whole cluster. @default - none */
  clusterReadRules: z.array(clusterReadRuleSchema).default([]),
});

/**
 * Seconds between the order to stop and the kill. GKE honors up to an hour when it upgrades nodes, and up to ten minutes
 * when it takes nodes away that are no longer needed.
 * https://cloud.google.com/kubernetes-engine/docs/how-to/extended-duration-pods
 */
export const gracePeriodSeconds = () => integer(1, LONGEST_GRACE_PERIOD, "seconds");

/** What the pods of Deployments, Jobs and pod templates have in common. */
export const podShape = {
  /** The value of `app.kubernetes.io/component`, for example `controller`. */
  component: labelValue(),
  /** More labels of the pods; the chart's own are refused. @default - none */
  podLabels: z.record(labelKey(), labelValue()).default({}),
  /** Annotations of the pods. @default - none */
  podAnnotations: z.record(labelKey(), z.string()).default({}),
  ...containerShape,
  /** Containers that run one after the other before the application. @default - none */
  initContainers: z.array(initContainerSchema).default([]),
  /** Who the pod is. */
  serviceAccount: serviceAccountSchema,
  /** Secrets by a short name, for example `jwt`. @default - none */
  secrets: z.record(workloadName(), secretMountSchema).default({}),
  /** Directories the application may write to, with the most they may hold. All else is read-only. @default - none */
  writablePaths: z.record(absolutePath(), quantity()).default({}),
  /** A Cloud SQL Auth Proxy beside the application. @default - none */
  cloudSqlProxy: cloudSqlProxySchema.optional(),
  /** Who may talk to whom. @default - names are resolved, nothing else */
  network: podNetworkSchema.prefault({}),
  /** Runs every container of the pod, above 10000 so that it is nobody on the node. @default 10001 */
  runAsUser: integer(10001, 2147483647).default(10001),
  /** @default 10001 */
  runAsGroup: integer(10001, 2147483647).default(10001),
  /** Seconds between the order to stop and the kill. @default 60 */
  terminationGracePeriodSeconds: gracePeriodSeconds().default(60),
  /** For example `gvisor`, which puts a second kernel between the code and the node. @default - the node's own */
  runtimeClassName: kubernetesName().optional(),
  /** @default - the cluster's default priority */
  priorityClassName: kubernetesName().optional(),
  /** Labels of the nodes that may run it. @default - any node */
  nodeSelector: z.record(labelKey(), labelValue()).default({}),
};
