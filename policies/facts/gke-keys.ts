import { type Block, type RenderedStack } from "../rendered/rendered-stack";
import { COMPLIANT, verdict, type Verdict } from "../rule";
import { regionOf } from "./gke-cluster";
import { referredTo } from "./gke-dependencies";

/** The location in a key's full name, `projects/p/locations/l/keyRings/r/cryptoKeys/k`. */
const KEY_NAME = /\/locations\/([a-z0-9-]+)\/keyRings\//;

/** Where a key is, when its name or the stack says so. */
export function locationOfKey(key: unknown, stack: RenderedStack): string | undefined {
  const ring = referredTo(
    referredTo(key, "google_kms_crypto_key", stack)?.arguments.key_ring,
    "google_kms_key_ring",
    stack,
  );
  const location = ring?.arguments.location ?? KEY_NAME.exec(typeof key === "string" ? key : "")?.[1];
  return typeof location === "string" ? location : undefined;
}

/**
 * Judges that a key is where the thing is that it encrypts, as GKE and Backup for GKE demand.
 * https://cloud.google.com/kubernetes-engine/docs/how-to/encrypting-secrets#create-key
 */
export function expectKeyBeside(block: Block, path: string, key: unknown, stack: RenderedStack): Verdict {
  const { location } = block;
  const there = locationOfKey(key, stack);
  if (there === undefined || typeof location !== "string" || location.includes("${")) {
    return COMPLIANT;
  }
  return verdict(
    there === regionOf(location)
      ? []
      : [`${path} is a key in ${there}, and location is ${location}: both have to be the same`],
  );
}
