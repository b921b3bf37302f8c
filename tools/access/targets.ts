import { type Block } from "../../policies/rendered/rendered-stack";
import { type Target } from "./entry";

/** What can be read better than the words of the resource type. */
const TYPES: Readonly<Record<string, string>> = {
  secret_manager_secret: "secret",
  kms_crypto_key: "KMS key",
  kms_key_ring: "KMS key ring",
  pubsub_topic: "topic",
  pubsub_subscription: "subscription",
  artifact_registry_repository: "repository",
  storage_bucket: "bucket",
  sql_database_instance: "Cloud SQL instance",
  gke_backup_backup_plan: "backup plan",
  compute_subnetwork: "subnetwork",
};

/** Google's collections of those resources that may be given by their ID alone. */
const COLLECTIONS: Readonly<Record<string, string>> = {
  secret_manager_secret: "secrets",
  pubsub_topic: "topics",
  pubsub_subscription: "subscriptions",
  artifact_registry_repository: "repositories",
  gke_backup_backup_plan: "backupPlans",
  compute_subnetwork: "subnetworks",
};

const LEVELS: Readonly<Record<string, Target["level"]>> = {
  project: "project",
  folder: "folder",
  organization: "organization",
  billing_account: "billing account",
};

/** Arguments of IAM resources that don't name what the role is bound on. */
const OTHER_ARGUMENTS: ReadonlySet<string> = new Set([
  "role",
  "member",
  "members",
  "policy_data",
  "condition",
  "provider",
  "project",
  "location",
  "region",
  "zone",
  "depends_on",
  "lifecycle",
  "for_each",
  "count",
]);

/**
 * What an IAM resource binds its role on.
 *
 * @param type without `google_` and `_iam_…`, for example `secret_manager_secret`
 * @param block its arguments, without references
 * @param project the project that it lies in
 */
export function targetOf(type: string, block: Block, project: string): Target {
  const level = LEVELS[type] ?? "resource";
  const words = TYPES[type] ?? type.replaceAll("_", " ");
  if (level === "project") {
    return { type: words, name: project, fullName: `projects/${project}`, level };
  }
  const named = Object.entries(block).filter(([key]) => !OTHER_ARGUMENTS.has(key));
  const given = named.map(([, value]) => value).find((value) => typeof value === "string") ?? "";
  const place = [block.location, block.region, block.zone].find((value) => typeof value === "string");
  const short = shortName(given);
  const collection = COLLECTIONS[type];
  const isComplete = level !== "resource" || collection === undefined || given.startsWith("projects/");
  const parent = place === undefined ? `projects/${project}` : `projects/${project}/locations/${place}`;
  return {
    type: words,
    name: place === undefined || short.startsWith(`${place}/`) ? short : `${place}/${short}`,
    fullName: isComplete ? given : `${parent}/${collection}/${given}`,
    level,
  };
}

/** `projects/p/locations/l/keyRings/r/cryptoKeys/k` becomes `l/r/k`: collections and the project say nothing new. */
export function shortName(fullName: string): string {
  const parts = fullName.split("/");
  const isPath = parts.length % 2 === 0 && parts[0] === "projects" && parts.length > 2;
  return isPath ? parts.filter((_, index) => index % 2 === 1 && index > 1).join("/") : fullName;
}

/** The expression of an IAM condition in words. https://cloud.google.com/iam/docs/conditions-overview */
export function conditionInWords(condition: unknown): string | undefined {
  const block: unknown = Array.isArray(condition) ? condition[0] : condition;
  if (typeof block !== "object" || block === null) {
    return undefined;
  }
  const expression = String((block as Block).expression);
  const parts = expression.split(" && ").map((part) => part.trim());
  const literal = (pattern: RegExp): string | undefined =>
    parts.map((part) => pattern.exec(part)?.[1]).find((found) => found !== undefined);
  const type = literal(/^resource\.type == "([^"]+)"$/);
  const name = literal(/^resource\.name == "([^"]+)"$/);
  const prefix = literal(/^resource\.name\.startsWith\("([^"]+)"\)$/);
  const until = literal(/^request\.time < timestamp\("([^"]+)"\)$/);
  const understood = [type, name, prefix, until].filter((one) => one !== undefined).length;
  if (understood === 0 || understood < parts.length) {
    return `only when ${expression}`;
  }
  const what = [
    type?.replace(/^(\w+)\.googleapis\.com\/(.*)$/, "$1 $2"),
    name === undefined ? undefined : shortName(name),
    prefix === undefined ? undefined : `names that start with ${shortName(prefix)}`,
    until === undefined ? undefined : `until ${until}`,
  ];
  return `only ${what.filter((one) => one !== undefined).join(" ")}`;
}
