import { referredTo } from "../../facts/gke-dependencies";
import { locationOfKey } from "../../facts/gke-keys";
import { blocksAt, valueAt, type Block, type RenderedStack } from "../../rendered/rendered-stack";
import { NOT_APPLICABLE, verdict, type ResourceRule } from "../../rule";

/** A key, and the place of what it encrypts. */
interface Pair {
  readonly path: string;
  readonly key: unknown;
  readonly place: unknown;
}

const AUTOMATIC = "replication.auto.customer_managed_encryption.kms_key_name";
const REPLICAS = "replication.user_managed.replicas";

const PAIRS: Readonly<Record<string, (block: Block) => readonly Pair[]>> = {
  google_artifact_registry_repository: ({ kms_key_name: key, location: place }) => [
    { path: "kms_key_name", key, place },
  ],
  google_secret_manager_regional_secret: (block) => [
    {
      path: "customer_managed_encryption.kms_key_name",
      key: valueAt(block, "customer_managed_encryption.kms_key_name"),
      place: block.location,
    },
  ],
  google_secret_manager_secret: (block) => [
    // https://cloud.google.com/secret-manager/docs/cmek#automatic-replication
    { path: AUTOMATIC, key: valueAt(block, AUTOMATIC), place: "global" },
    ...blocksAt(block, REPLICAS).map((replica) => ({
      path: `${REPLICAS}.customer_managed_encryption.kms_key_name`,
      key: valueAt(replica, "customer_managed_encryption.kms_key_name"),
      place: replica.location,
    })),
  ],
  google_sql_database_instance: ({ encryption_key_name: key, region: place }) => [
    { path: "encryption_key_name", key, place },
  ],
  google_storage_bucket: (block) => [
    {
      path: "encryption.default_kms_key_name",
      key: valueAt(block, "encryption.default_kms_key_name"),
      place: block.location,
    },
  ],
};

/** A key is where the thing is that it encrypts: every service refuses a key from somewhere else. */
export const kmsKeyNearby: ResourceRule = {
  appliesTo: Object.keys(PAIRS),
  evaluate: ({ type, arguments: block }, stack) => {
    const pairs = (PAIRS[type]?.(block) ?? []).filter(({ key }) => key !== undefined);
    return pairs.length === 0 ? NOT_APPLICABLE : verdict(pairs.flatMap((pair) => apart(pair, stack)));
  },
};

function apart({ path, key, place }: Pair, stack: RenderedStack): readonly string[] {
  // Cloud Storage writes its locations in capitals
  const [there, here] = [locationOfKey(key, stack) ?? locationOfRing(key, stack), place].map((one) =>
    typeof one === "string" ? one.toLowerCase() : undefined,
  );
  if (there === undefined || `${there}${here ?? ""}`.includes("${")) {
    return [];
  }
  return there === here
    ? []
    : [`${path} is a key in ${there}, and what it encrypts is in ${here ?? "no place of its own"}`];
}

/** The location of a ring that is named in full. */
function locationOfRing(key: unknown, stack: RenderedStack): string | undefined {
  const ring = referredTo(key, "google_kms_crypto_key", stack)?.arguments.key_ring;
  return /\/locations\/([a-z0-9-]+)\/keyRings\//.exec(typeof ring === "string" ? ring : "")?.[1];
}
