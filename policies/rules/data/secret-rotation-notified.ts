import { blocksAt, isReference, valueAt, type Block } from "../../rendered/rendered-stack";
import { COMPLIANT, NOT_APPLICABLE, unknown, verdict, type ResourceRule } from "../../rule";

/** A secret with a rotation schedule has a topic that its reminders go to: Secret Manager rotates nothing by itself. */
export const secretRotationNotified: ResourceRule = {
  appliesTo: ["google_secret_manager_secret", "google_secret_manager_regional_secret"],
  evaluate: ({ arguments: secret }) => {
    if (blocksAt(secret, "rotation").length === 0) {
      return isComputed(secret, "rotation") ? unknown("rotation") : NOT_APPLICABLE;
    }
    if (isComputed(secret, "topics")) {
      return unknown("topics");
    }
    const names = blocksAt(secret, "topics").map(({ name }) => name);
    return names.some((name) => typeof name === "string" && name !== "")
      ? COMPLIANT
      : verdict([`rotation is set, but topics ${names.length === 0 ? "is absent" : "name nothing"}`]);
  },
};

/** True for blocks that Terraform makes itself, by an expression or by `dynamic`. */
function isComputed(secret: Block, block: string): boolean {
  return isReference(secret[block]) || valueAt(secret, `dynamic.${block}`) !== undefined;
}
