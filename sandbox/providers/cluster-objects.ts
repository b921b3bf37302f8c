import { type Cloud } from "../cloud/cloud";
import { BUILT_IN_NAMESPACES } from "../cloud/laws/cluster-objects";
import { type CloudView } from "../cloud/law";
import { CLUSTER_OBJECT } from "../cloud/object-references";
import { secretVersion } from "../cloud/secret-versions";
import { sha256 } from "../cloud/store";
import { at, isObject, text, type ObjectValue } from "../plugin/values";
import { type ClusterView, type NamespaceView } from "../kubernetes/cluster";
import { isRecord, keyOf, type KubernetesObject } from "../kubernetes/objects";
import { stringOf } from "./cloud-provider";
import { switchedOn } from "./cluster-connection";
import { googleAccess } from "./google-access";

/** Terraform types whose objects others refer to, with their kind. */
const KINDS: Readonly<Record<string, readonly [string, string]>> = {
  kubernetes_service_account: ["v1", "ServiceAccount"],
  kubernetes_secret: ["v1", "Secret"],
  kubernetes_config_map: ["v1", "ConfigMap"],
  kubernetes_service: ["v1", "Service"],
  kubernetes_persistent_volume_claim: ["v1", "PersistentVolumeClaim"],
};

/** The cluster as the API server sees it when a release arrives; the release's own earlier objects are left out. */
export function clusterView(cloud: CloudView, cluster: ObjectValue, release: ObjectValue): ClusterView {
  const autopilot = cluster["enable_autopilot"] === true;
  return {
    namespaces: namespaces(cloud, release),
    features: {
      autopilot,
      gatewayApi: autopilot || switchedOn(cluster, "gateway_api_config.0.channel", "CHANNEL_STANDARD"),
      fqdnNetworkPolicy: cluster["enable_fqdn_network_policy"] === true,
      secretManagerAddon: switchedOn(cluster, "secret_manager_config.0.enabled"),
    },
    secretVersionState: (resource) => secretVersion(cloud, resource)?.state,
    google: googleAccess(cloud, cluster),
    objects: [...stored(cloud, text(release, "name"), text(release, "namespace")), ...fromTerraform(cloud)],
  };
}

/** What one release brings into the cluster of a project. */
export interface ReleaseObjects {
  readonly release: { readonly name: string; readonly namespace: string };
  /** The project of the cluster, where its load balancers are. */
  readonly project: string;
  readonly objects: readonly KubernetesObject[];
  /** How many seconds the release waits for its objects. @default - it does not wait */
  readonly timeout?: number;
}

/** Refuses a release whose objects the laws of the cloud do not let in. */
export function inspectObjects(cloud: Cloud, wanted: ReleaseObjects): void {
  for (const [key, attributes] of entriesOf(wanted)) cloud.inspect(CLUSTER_OBJECT, key, attributes, wanted.project);
}

/** Replaces what a release has in the cluster. The values of Secrets are kept as digests. */
export function storeObjects(cloud: Cloud, wanted: ReleaseObjects): void {
  const entries = entriesOf(wanted);
  for (const { key, attributes } of cloud.view.list(CLUSTER_OBJECT)) {
    if (attributes["release"] === ownerOf(wanted.release) && !entries.has(key)) cloud.forget(CLUSTER_OBJECT, key);
  }
  for (const [key, attributes] of entries) cloud.note(CLUSTER_OBJECT, key, attributes);
}

/** What is kept of each object, by its key. */
function entriesOf({ release, project, objects, timeout }: ReleaseObjects): ReadonlyMap<string, ObjectValue> {
  const owner = ownerOf(release);
  return new Map(
    objects.map((object) => [
      `${owner}/${keyOf(object)}`,
      { release: owner, project, timeout: timeout ?? null, manifest: JSON.stringify(withoutSecrets(object)) },
    ]),
  );
}

const ownerOf = ({ name, namespace }: ReleaseObjects["release"]): string => `${namespace}/${name}`;

function namespaces(cloud: CloudView, release: ObjectValue): Readonly<Record<string, NamespaceView>> {
  const result: Record<string, NamespaceView> = Object.fromEntries(
    BUILT_IN_NAMESPACES.map((name) => [name, { labels: {} }]),
  );
  for (const type of ["kubernetes_namespace", "kubernetes_namespace_v1"]) {
    for (const { key, attributes } of cloud.list(type)) result[key] = { labels: labelsOf(attributes) };
  }
  const made = [...cloud.list("helm_release").map(({ attributes }) => attributes), release];
  for (const { namespace, create_namespace } of made) {
    if (create_namespace === true && typeof namespace === "string") result[namespace] ??= { labels: {} };
  }
  return result;
}

function labelsOf(attributes: ObjectValue): Readonly<Record<string, string>> {
  const labels = at(attributes, "metadata.0.labels");
  return isObject(labels) ? (labels as Readonly<Record<string, string>>) : {};
}

function stored(
  cloud: CloudView,
  name: string | undefined,
  namespace: string | undefined,
): readonly KubernetesObject[] {
  return cloud
    .list(CLUSTER_OBJECT)
    .filter(({ attributes }) => attributes["release"] !== `${namespace ?? "default"}/${name ?? ""}`)
    .map(({ attributes }) => JSON.parse(text(attributes, "manifest") ?? "{}") as KubernetesObject);
}

function fromTerraform(cloud: CloudView): readonly KubernetesObject[] {
  return Object.entries(KINDS).flatMap(([type, [apiVersion, kind]]) =>
    [type, `${type}_v1`].flatMap((variant) =>
      cloud.list(variant).map(({ attributes }) => ({
        apiVersion,
        kind,
        metadata: {
          name: stringOf(at(attributes, "metadata.0.name")) ?? "",
          namespace: stringOf(at(attributes, "metadata.0.namespace")) ?? "default",
          labels: labelsOf(attributes),
        },
      })),
    ),
  );
}

function withoutSecrets(object: KubernetesObject): KubernetesObject {
  if (object.kind !== "Secret") return object;
  const digests = (data: unknown) =>
    isRecord(data)
      ? Object.fromEntries(Object.entries(data).map(([name, value]) => [name, sha256(JSON.stringify(value))]))
      : undefined;
  return { ...object, data: digests(object["data"]), stringData: digests(object["stringData"]) };
}
