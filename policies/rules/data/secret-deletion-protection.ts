import { expectAt } from "../../facts/gke-arguments";
import { SECRETS } from "../../facts/secrets";
import { type ResourceRule } from "../../rule";

/** The provider refuses to delete the secret with all of its versions. By default it doesn't. */
export const secretDeletionProtection: ResourceRule = {
  appliesTo: SECRETS,
  evaluate: ({ arguments: secret }) => expectAt(secret, "deletion_protection", true),
};
