import { isOn, readAt } from "../../facts/gke-arguments";
import { referredTo } from "../../facts/gke-dependencies";
import { KEY_USERS, keyUses } from "../../facts/kms-grants";
import { blocksAt, type Block, type RenderedResource, type RenderedStack } from "../../rendered/rendered-stack";
import { shown, unknown, verdict, type ResourceRule } from "../../rule";

const SYMMETRIC = "ENCRYPT_DECRYPT";
const LEVEL = "version_template.protection_level";
const ALGORITHM = "version_template.algorithm";

/** https://cloud.google.com/kms/docs/reference/rest/v1/ProtectionLevel */
const LEVELS: readonly unknown[] = ["SOFTWARE", "HSM", "EXTERNAL", "EXTERNAL_VPC"];

/** A key's purpose, algorithm and protection go together, and a service is given one that it can encrypt with. */
export const kmsKeyMaterial: ResourceRule = {
  appliesTo: ["google_kms_crypto_key"],
  evaluate: (key, stack) => {
    const { arguments: block } = key;
    const readings = ["purpose", LEVEL, ALGORITHM].map((path) => readAt(block, path));
    const computed = readings.find((one) => "computed" in one);
    if (computed !== undefined) {
      return unknown(computed.computed);
    }
    const [purpose = SYMMETRIC, level = "SOFTWARE", algorithm] = readings.map((one) =>
      "value" in one ? one.value : undefined,
    );
    const ring = referredTo(block.key_ring, "google_kms_key_ring", stack);
    return verdict([
      ...(block.key_ring === undefined || block.key_ring === "" ? ["key_ring is absent"] : []),
      ...(ring !== undefined && ring.arguments.location === undefined
        ? [`key_ring is ${ring.address}, which has no location`]
        : []),
      ...(blocksAt(block, "version_template").length > 0 && algorithm === undefined ? [`${ALGORITHM} is absent`] : []),
      ...(LEVELS.includes(level) ? [] : [`${LEVEL} is ${shown(level)}, not ${LEVELS.map(shown).join(" or ")}`]),
      ...(purpose === SYMMETRIC ? symmetricFindings(level, algorithm) : userFindings(key, purpose, stack)),
      ...(isOn(block.skip_initial_version_creation) && !isOn(block.import_only) && usersOf(key, stack).length > 0
        ? ["skip_initial_version_creation is true, so that there is no version to encrypt with"]
        : []),
    ]);
  },
};

/** https://cloud.google.com/kms/docs/algorithms */
function symmetricFindings(level: unknown, algorithm: unknown): readonly string[] {
  const right = String(level).startsWith("EXTERNAL") ? "EXTERNAL_SYMMETRIC_ENCRYPTION" : "GOOGLE_SYMMETRIC_ENCRYPTION";
  const isRight = algorithm === undefined ? right.startsWith("GOOGLE") : algorithm === right;
  return isRight
    ? []
    : [`${ALGORITHM} is ${shown(algorithm)}, not "${right}", with which a key of this purpose and level encrypts`];
}

function userFindings(key: RenderedResource, purpose: unknown, stack: RenderedStack): readonly string[] {
  return usersOf(key, stack).map(({ address }) => `purpose is ${shown(purpose)}, and ${address} needs "${SYMMETRIC}"`);
}

function usersOf(
  key: RenderedResource,
  stack: RenderedStack,
): readonly (RenderedResource & { readonly arguments: Block })[] {
  return KEY_USERS.flatMap((type) => stack.ofType(type)).filter((one) =>
    keyUses(one).some((use) => stack.refersTo(use.key, key)),
  );
}
