import { valueAt, type Block, type RenderedResource, type RenderedStack } from "../rendered/rendered-stack";
import { referredTo } from "./gke-dependencies";
import { grantsOf, type Grant } from "./iam";

/** One grant on a resource, with the address of what grants it. */
export type ResourceGrant = Grant & { readonly address: string };

/** The grants of `<type>_iam_member` and `<type>_iam_binding` whose argument refers to the target. */
export function grantsOn(stack: RenderedStack, target: RenderedResource, argument: string): readonly ResourceGrant[] {
  return ["member", "binding"]
    .flatMap((form) => stack.ofType(`${target.type}_iam_${form}`))
    .filter((grant) => stack.refersTo(grant.arguments[argument], target))
    .flatMap(addressed);
}

/** The grants for the whole project. */
export function projectGrants(stack: RenderedStack): readonly ResourceGrant[] {
  return ["member", "binding"].flatMap((form) => stack.ofType(`google_project_iam_${form}`)).flatMap(addressed);
}

const addressed = (resource: RenderedResource): readonly ResourceGrant[] =>
  grantsOf(resource).map((grant) => ({ ...grant, address: resource.address }));

/** The domain by which each service's own account is told: https://cloud.google.com/iam/docs/service-agents */
const AGENTS: readonly (readonly [service: string, email: RegExp])[] = [
  ["artifactregistry.googleapis.com", /@gcp-sa-artifactregistry\./],
  ["compute.googleapis.com", /@compute-system\./],
  ["container.googleapis.com", /@container-engine-robot\./],
  ["gkebackup.googleapis.com", /@gcp-sa-gkebackup\./],
  ["pubsub.googleapis.com", /@gcp-sa-pubsub\./],
  ["redis.googleapis.com", /@cloud-redis\./],
  ["secretmanager.googleapis.com", /@gcp-sa-secretmanager\./],
  ["sqladmin.googleapis.com", /@gcp-sa-cloud-sql\./],
  ["storage.googleapis.com", /@gs-project-accounts\.|\bdata\.google_storage_project_service_account\./],
];

/** The service whose own account a member is; `nobody` for one that is certainly none, undefined when that can't be told. */
export function agentOf(member: unknown, stack: RenderedStack): string | undefined {
  if (typeof member !== "string") {
    return undefined;
  }
  const identity = referredTo(member.replace(/^serviceAccount:/, ""), "google_project_service_identity", stack);
  const service = identity?.arguments.service ?? AGENTS.find(([, email]) => email.test(member))?.[0];
  if (typeof service === "string") {
    return service;
  }
  const isNobody = /^(user|group|domain):|^all(Authenticated)?Users$/.test(member) || !member.includes("${");
  return isNobody || member.includes("google_service_account.") ? "nobody" : undefined;
}

/** A place where a service is told to encrypt with a key. */
export interface KeyUse {
  readonly path: string;
  readonly key: unknown;
  /** The services whose accounts encrypt. */
  readonly services: readonly string[];
}

/** Where keys stand, and whose accounts use them: https://cloud.google.com/kms/docs/compatible-services */
const KEY_ARGUMENTS: Readonly<Record<string, readonly (readonly [path: string, service: string])[]>> = {
  google_artifact_registry_repository: [["kms_key_name", "artifactregistry.googleapis.com"]],
  google_container_cluster: [["database_encryption.key_name", "container.googleapis.com"]],
  google_gke_backup_backup_plan: [["backup_config.encryption_key.gcp_kms_encryption_key", "gkebackup.googleapis.com"]],
  google_pubsub_topic: [["kms_key_name", "pubsub.googleapis.com"]],
  google_redis_instance: [["customer_managed_key", "redis.googleapis.com"]],
  google_secret_manager_regional_secret: [["customer_managed_encryption.kms_key_name", "secretmanager.googleapis.com"]],
  google_secret_manager_secret: [
    ["replication.auto.customer_managed_encryption.kms_key_name", "secretmanager.googleapis.com"],
    ["replication.user_managed.replicas.customer_managed_encryption.kms_key_name", "secretmanager.googleapis.com"],
  ],
  google_sql_database_instance: [["encryption_key_name", "sqladmin.googleapis.com"]],
  google_storage_bucket: [["encryption.default_kms_key_name", "storage.googleapis.com"]],
};

/** Types of which {@link keyUses} knows. */
export const KEY_USERS: readonly string[] = Object.keys(KEY_ARGUMENTS);

/** Every key that a resource names. */
export function keyUses({ type, arguments: block }: RenderedResource): readonly KeyUse[] {
  return (KEY_ARGUMENTS[type] ?? []).flatMap(([path, service]) =>
    valuesAt(block, path.split(".")).map((key) => ({ path, key, services: [service, ...readers(type, block)] })),
  );
}

/** GKE's own account reads the objects of a backup: https://cloud.google.com/kubernetes-engine/docs/add-on/backup-for-gke/concepts/about-cmek */
function readers(type: string, block: Block): readonly string[] {
  const readsVolumes =
    type === "google_gke_backup_backup_plan" && valueAt(block, "backup_config.include_volume_data") === true;
  return readsVolumes ? ["container.googleapis.com"] : [];
}

/** What stands at a path, in each item of the lists on the way. */
function valuesAt(value: unknown, [name, ...rest]: readonly string[]): readonly unknown[] {
  if (Array.isArray(value)) {
    return value.flatMap((item: unknown) => valuesAt(item, name === undefined ? [] : [name, ...rest]));
  }
  if (name === undefined) {
    return value === undefined ? [] : [value];
  }
  return typeof value === "object" && value !== null ? valuesAt((value as Block)[name], rest) : [];
}
