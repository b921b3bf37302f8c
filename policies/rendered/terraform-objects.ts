import { isRecord, type KubernetesObject } from "../../sandbox/kubernetes/objects";
import { type Literals, type SynthesizedStack } from "./literals";
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
  job: ["batch/v1", "Job"],
  cron_job: ["batch/v1", "CronJob"],
};

/** Blocks that may stand several times, and what Kubernetes calls the list of them. */
const LISTS: Readonly<Record<string, string>> = {
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
]);

/** Objects that a stack creates with the kubernetes provider instead of a chart, as their manifests would be. */
export function terraformObjects(stack: SynthesizedStack, literals: Literals): readonly ClusterObject[] {
  return literals.resourcesOf(stack).flatMap(({ type, path, arguments: block }) => {
    const [, name = ""] = /^kubernetes_(.+?)(?:_v1)?$/.exec(type) ?? [];
    const [apiVersion, kind] = KINDS[name] ?? [];
    const body = asManifest(literals.of(stack, block));
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
      if (list !== undefined) {
        return [list, (Array.isArray(inner) ? inner : [inner]).map(asManifest)];
      }
      // a block that occurs once may be written as a list of one
      const once: unknown = Array.isArray(inner) && isRecord(inner[0]) ? inner[0] : inner;
      return [manifestName(key), MAPS.has(key) ? once : asManifest(once)];
    }),
  );
}

function manifestName(key: string): string {
  return key === "non_resource_urls"
    ? "nonResourceURLs"
    : key.replaceAll(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}
