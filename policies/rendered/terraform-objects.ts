import { isRecord, type KubernetesObject } from "../../sandbox/kubernetes/objects";
import { type Literals, type SynthesizedStack } from "./literals";
import { type Block } from "./rendered-stack";
import { type ClusterObject } from "./cluster-object";

const RBAC = "rbac.authorization.k8s.io/v1";

/** Resources of the kubernetes provider that say who may do what, without `kubernetes_` and `_v1`. */
const KINDS: Readonly<Record<string, readonly [apiVersion: string, kind: string]>> = {
  service_account: ["v1", "ServiceAccount"],
  role: [RBAC, "Role"],
  role_binding: [RBAC, "RoleBinding"],
  cluster_role: [RBAC, "ClusterRole"],
  cluster_role_binding: [RBAC, "ClusterRoleBinding"],
  pod: ["v1", "Pod"],
  deployment: ["apps/v1", "Deployment"],
  stateful_set: ["apps/v1", "StatefulSet"],
  daemonset: ["apps/v1", "DaemonSet"],
  daemon_set: ["apps/v1", "DaemonSet"],
  replication_controller: ["v1", "ReplicationController"],
  job: ["batch/v1", "Job"],
  cron_job: ["batch/v1", "CronJob"],
  namespace: ["v1", "Namespace"],
  config_map: ["v1", "ConfigMap"],
  secret: ["v1", "Secret"],
  service: ["v1", "Service"],
  persistent_volume_claim: ["v1", "PersistentVolumeClaim"],
  resource_quota: ["v1", "ResourceQuota"],
  limit_range: ["v1", "LimitRange"],
  network_policy: ["networking.k8s.io/v1", "NetworkPolicy"],
  ingress: ["networking.k8s.io/v1", "Ingress"],
  pod_disruption_budget: ["policy/v1", "PodDisruptionBudget"],
  horizontal_pod_autoscaler: ["autoscaling/v2", "HorizontalPodAutoscaler"],
  priority_class: ["scheduling.k8s.io/v1", "PriorityClass"],
};

/** Blocks that may stand several times, and what Kubernetes calls the list of them. */
const LISTS: Readonly<Record<string, string>> = {
  port: "ports",
  ports: "ports",
  from: "from",
  to: "to",
  ingress: "ingress",
  egress: "egress",
  limit: "limits",
  metric: "metrics",
  match_expressions: "matchExpressions",
  toleration: "tolerations",
  topology_spread_constraint: "topologySpreadConstraints",
  host_aliases: "hostAliases",
  image_pull_secrets: "imagePullSecrets",
  sysctl: "sysctls",
  items: "items",
  node_selector_term: "nodeSelectorTerms",
  match_fields: "matchFields",
  preferred_during_scheduling_ignored_during_execution: "preferredDuringSchedulingIgnoredDuringExecution",
  tls: "tls",
  rule: "rules",
  subject: "subjects",
  container: "containers",
  init_container: "initContainers",
  volume: "volumes",
  volume_mount: "volumeMounts",
  sources: "sources",
  env: "env",
  env_from: "envFrom",
};

/** Maps whose keys belong to the user. */
const MAPS: ReadonlySet<string> = new Set([
  "annotations",
  "labels",
  "match_labels",
  "node_selector",
  "volume_attributes",
  "hard",
  "data",
  "binary_data",
  "default",
  "default_request",
  "max",
  "min",
  "requests",
  "limits",
]);

/** What the provider takes as a text because 0 and absent are different, and the API as a number. */
const NUMBERS: ReadonlySet<string> = new Set(["run_as_user", "run_as_group", "fs_group", "replicas"]);

/** Arguments that Terraform reads and the provider's own, which no manifest has. */
const META_ARGUMENTS: ReadonlySet<string> = new Set([
  "count",
  "depends_on",
  "for_each",
  "lifecycle",
  "provider",
  "timeouts",
  "wait_for_completion",
  "wait_for_load_balancer",
  "wait_for_rollout",
]);

/** Objects that a stack creates with the kubernetes provider instead of a chart, as their manifests would be. */
export function terraformObjects(stack: SynthesizedStack, literals: Literals): readonly ClusterObject[] {
  return literals.resourcesOf(stack).flatMap(({ type, path, arguments: block }) => {
    const [, name = ""] = /^kubernetes_(.+?)(?:_v\d(?:beta\d)?)?$/.exec(type) ?? [];
    const [apiVersion, kind] = KINDS[name] ?? [];
    const body = asManifest(literals.of(stack, withoutMetaArguments(block)));
    if (apiVersion === undefined || !isRecord(body) || !isRecord(body.metadata)) {
      return [];
    }
    return [{ object: { ...body, apiVersion, kind } as KubernetesObject, namespace: "default", path }];
  });
}

/** Terraform's names and blocks as Kubernetes writes them. */
function asManifest(value: unknown): unknown {
  if (!isRecord(value)) {
    return value;
  }
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => {
      const list = LISTS[key];
      // a probe's `port` is a number or a name, and no block
      if (list !== undefined && (isRecord(inner) || Array.isArray(inner))) {
        return [list, (Array.isArray(inner) ? inner : [inner]).map(asManifest)];
      }
      // a block that occurs once may be written as a list of one
      const once: unknown = Array.isArray(inner) && isRecord(inner[0]) ? inner[0] : inner;
      // between pods it is a list of terms, for nodes one block with terms in it
      if (
        key === "required_during_scheduling_ignored_during_execution" &&
        isRecord(once) &&
        !("node_selector_term" in once)
      ) {
        return [manifestName(key), (Array.isArray(inner) ? inner : [inner]).map(asManifest)];
      }
      if (NUMBERS.has(key) && typeof once === "string" && /^\d+$/.test(once)) {
        return [manifestName(key), Number(once)];
      }
      return [manifestName(key), isMap(key, once) ? once : asManifest(once)];
    }),
  );
}

/** A Service selects by labels alone; whatever creates pods, by a block. */
function isMap(key: string, value: unknown): boolean {
  const isSelector =
    key === "selector" && isRecord(value) && !("match_labels" in value || "match_expressions" in value);
  return isSelector || MAPS.has(key);
}

function withoutMetaArguments(block: Block): Block {
  return Object.fromEntries(Object.entries(block).filter(([key]) => !META_ARGUMENTS.has(key)));
}

/** Names in which Kubernetes writes an abbreviation in capitals. */
const CAPITALS: Readonly<Record<string, string>> = {
  non_resource_urls: "nonResourceURLs",
  host_pid: "hostPID",
  host_ipc: "hostIPC",
  cluster_ip: "clusterIP",
  cluster_ips: "clusterIPs",
  external_ips: "externalIPs",
  load_balancer_ip: "loadBalancerIP",
};

function manifestName(key: string): string {
  return CAPITALS[key] ?? key.replaceAll(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}
