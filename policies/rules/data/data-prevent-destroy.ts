import { expectAt } from "../../facts/gke-arguments";
import { SECRETS } from "../../facts/secrets";
import { INSTANCE } from "../../facts/sql";
import { type ResourceRule } from "../../rule";

/** Terraform refuses a plan that would destroy or replace what can't be made again: data, and the keys that it is encrypted with. */
export const dataPreventDestroy: ResourceRule = {
  appliesTo: [INSTANCE, "google_kms_crypto_key", "google_kms_key_ring", ...SECRETS],
  evaluate: ({ arguments: block }) => expectAt(block, "lifecycle.prevent_destroy", true),
};
