import { isObject, text, type ObjectValue } from "../plugin/values";
import { CLUSTER_OBJECT, manifestOf, OBJECT_REFERENCES } from "../cloud/object-references";
import { valuesAt } from "../cloud/references";
import { lastSegment } from "../cloud/template";
import { type CloudEvent } from "./event-log";

/**
 * An order that no API asks for and that a stack keeps for safety's sake: without it everything is deployed, and for some minutes, or
 * until somebody looks, it is less safe than it was meant to be.
 */
export interface SafetyPromise {
  readonly name: string;
  /** One sentence. */
  readonly why: string;
  readonly source: string;
  /** The names that an object relies on, such as the security policy that a backend uses. */
  readonly relies: (event: CloudEvent) => readonly string[];
  /** The names of which an object is a part, without which they are not whole. */
  readonly partOf: (event: CloudEvent) => readonly string[];
}

/** A promise that was not kept. */
export interface BrokenPromise {
  readonly promise: string;
  /** What came in the wrong order, in one sentence, with the reason and the source. */
  readonly detail: string;
}

const ofObject = ({ type, attributes }: CloudEvent, kind: string, noun: string): readonly string[] => {
  if (type !== CLUSTER_OBJECT) return [];
  const object = manifestOf(attributes);
  if (object["kind"] !== kind) return [];
  return OBJECT_REFERENCES.filter((row) => row.kind === kind && row.noun === noun).flatMap(({ names }) =>
    names(object),
  );
};

const read = ({ type, attributes }: CloudEvent, wanted: string, path: string): readonly string[] =>
  type === wanted ? valuesAt(attributes, path).map(lastSegment) : [];

/** Which accounts run nodes. */
const NODE_ACCOUNTS: Readonly<Record<string, readonly string[]>> = {
  google_container_cluster: [
    "cluster_autoscaling.auto_provisioning_defaults.service_account",
    "node_config.service_account",
  ],
  google_container_node_pool: ["node_config.service_account"],
};

const NODE_ROLES: ReadonlySet<string> = new Set([
  "roles/container.defaultNodeServiceAccount",
  "roles/container.nodeServiceAccount",
]);

const isNodeRole = (attributes: ObjectValue): boolean => NODE_ROLES.has(text(attributes, "role") ?? "");

const isOn = (attributes: ObjectValue, path: string): boolean =>
  valuesAt(attributes, path).some((value) => !/^(DISABLED|MODE_UNSPECIFIED|VULNERABILITY_DISABLED|none)$/.test(value));

/** What something leaves to another service, the paths that say so, and the API by which that service takes part. */
const FEATURES: Readonly<Record<string, readonly { readonly paths: readonly string[]; readonly api: string }[]>> = {
  google_container_cluster: [
    // https://cloud.google.com/binary-authorization/docs/enable-cluster#before_you_begin
    { paths: ["binary_authorization.evaluation_mode"], api: "binaryauthorization.googleapis.com" },
    // https://cloud.google.com/kubernetes-engine/docs/how-to/protect-workload-configuration#before_you_begin
    {
      paths: ["security_posture_config.mode", "security_posture_config.vulnerability_mode"],
      api: "containersecurity.googleapis.com",
    },
    { paths: ["logging_config.enable_components", "logging_service"], api: "logging.googleapis.com" },
    { paths: ["monitoring_config.enable_components", "monitoring_service"], api: "monitoring.googleapis.com" },
  ],
  // images that were pushed before are not scanned: https://cloud.google.com/artifact-analysis/docs/scan-os-automatically
  google_artifact_registry_repository: [{ paths: ["format"], api: "containerscanning.googleapis.com" }],
};

const ACCOUNT_ANNOTATION = "iam.gke.io/gcp-service-account";

/** `cluster/app@p.iam.gserviceaccount.com` of a Kubernetes service account that names a Google one. */
function identityOf({ type, attributes }: CloudEvent): readonly string[] {
  if (type !== CLUSTER_OBJECT) return [];
  const object = manifestOf(attributes);
  const metadata = object["metadata"];
  if (object["kind"] !== "ServiceAccount" || metadata === undefined || !isObject(metadata)) return [];
  const annotations = isObject(metadata["annotations"]) ? metadata["annotations"] : {};
  const account = text(annotations, ACCOUNT_ANNOTATION);
  return account === undefined
    ? []
    : [`${text(metadata, "namespace") ?? "default"}/${text(metadata, "name") ?? ""} ${account}`];
}

/** The same of a binding that lets it act so. */
function bindingOf({ type, attributes }: CloudEvent): readonly string[] {
  if (type !== "google_service_account_iam_member") return [];
  const own = /\[([^\]]+)\]$/.exec(text(attributes, "member") ?? "")?.[1];
  return own === undefined ? [] : [`${own} ${lastSegment(text(attributes, "service_account_id") ?? "")}`];
}

/** What a stack promises by the order in which it makes and deletes things. */
export const PROMISES: readonly SafetyPromise[] = [
  {
    name: "firewall-before-traffic",
    why: "A backend takes traffic as soon as it is there, and a policy without its rules lets everything through.",
    source: "https://cloud.google.com/armor/docs/security-policy-overview",
    relies: (event) => [
      ...ofObject(event, "GCPBackendPolicy", "security_policy"),
      ...read(event, "google_compute_backend_service", "security_policy"),
    ],
    partOf: (event) => read(event, "google_compute_security_policy_rule", "security_policy"),
  },
  {
    name: "certificate-before-traffic",
    why: "A load balancer answers on port 443 as soon as it is there, and has no certificate for a host that its map has no entry for.",
    source: "https://cloud.google.com/certificate-manager/docs/maps",
    relies: (event) => [
      ...ofObject(event, "Gateway", "certificate_map"),
      ...read(event, "google_compute_target_https_proxy", "certificate_map"),
    ],
    partOf: (event) => read(event, "google_certificate_manager_certificate_map_entry", "map"),
  },
  {
    name: "node-rights-before-nodes",
    why: "Nodes whose account may not write logs and metrics run unseen, and their system workloads fail.",
    source: "https://cloud.google.com/kubernetes-engine/docs/how-to/service-accounts",
    relies: (event) =>
      (NODE_ACCOUNTS[event.type] ?? [])
        .flatMap((path) => valuesAt(event.attributes, path))
        .map((email) => `serviceAccount:${email}`),
    partOf: ({ type, attributes }) =>
      type === "google_project_iam_member" && isNodeRole(attributes) ? valuesAt(attributes, "member") : [],
  },
  {
    name: "api-before-feature",
    why: "What is handed to a service while its API is off is not logged, scanned or checked, and nobody does it later.",
    source: "https://cloud.google.com/apis/docs/getting-started#enabling_apis",
    relies: ({ type, attributes }) =>
      (FEATURES[type] ?? [])
        .filter(({ paths }) => paths.some((path) => isOn(attributes, path)))
        .map(({ api }) => `${text(attributes, "project") ?? ""}/${api}`),
    partOf: ({ type, key }) => (type === "google_project_service" ? [key] : []),
  },
  {
    name: "publisher-before-reminders",
    why: "Secret Manager publishes to a secret's topics from its creation on, and what it may not publish is lost.",
    source: "https://cloud.google.com/secret-manager/docs/reference/rest/v1/projects.secrets#Topic",
    relies: (event) => read(event, "google_secret_manager_secret", "topics.name"),
    partOf: (event) => read(event, "google_pubsub_topic_iam_member", "topic"),
  },
  {
    name: "key-before-backups",
    why: "Backups are written and read with the plan's key by two service agents, from the first one on, and fail without the right to it.",
    source: "https://cloud.google.com/kubernetes-engine/docs/add-on/backup-for-gke/concepts/about-cmek",
    relies: ({ type, attributes }) =>
      type === "google_gke_backup_backup_plan"
        ? valuesAt(attributes, "backup_config.encryption_key.gcp_kms_encryption_key")
        : [],
    partOf: ({ type, attributes }) =>
      type === "google_kms_crypto_key_iam_member" ? valuesAt(attributes, "crypto_key_id") : [],
  },
  {
    name: "identity-before-release",
    why: "Whoever starts a pod with that service account finds it without the rights that its annotation names.",
    source: "https://cloud.google.com/kubernetes-engine/docs/how-to/workload-identity",
    relies: identityOf,
    partOf: bindingOf,
  },
];

/**
 * Which promises the events of one or more commands broke. A part that is made after what relies on it came late; one that is deleted
 * before it went early. What relied on it in an earlier command does not count: to add a rule to a firewall in use is no mistake.
 */
export function brokenPromises(
  events: readonly CloudEvent[],
  promises: readonly SafetyPromise[] = PROMISES,
): readonly BrokenPromise[] {
  return promises.flatMap(({ name, why, source, relies, partOf }) => {
    const reason = `${why} ${source}`;
    const relying = new Map<string, CloudEvent>();
    const lost = new Map<string, CloudEvent>();
    const broken: BrokenPromise[] = [];
    for (const event of events) {
      for (const thing of relies(event)) {
        if (event.action === "create") relying.set(thing, event);
        if (event.action !== "delete") continue;
        relying.delete(thing);
        const part = lost.get(thing);
        if (part !== undefined) {
          broken.push({ promise: name, detail: `${nameOf(part)} was deleted before ${nameOf(event)}. ${reason}` });
        }
      }
      for (const thing of partOf(event)) {
        if (event.action === "delete") lost.set(thing, event);
        if (event.action !== "create") continue;
        lost.delete(thing);
        const user = relying.get(thing);
        if (user !== undefined) {
          broken.push({ promise: name, detail: `${nameOf(event)} was made after ${nameOf(user)}. ${reason}` });
        }
      }
    }
    return broken;
  });
}

const nameOf = ({ type, key }: CloudEvent): string => `${type} ${key}`;
