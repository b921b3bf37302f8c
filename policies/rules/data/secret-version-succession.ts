import { expectAt } from "../../facts/gke-arguments";
import { SECRET_VERSIONS } from "../../facts/secrets";
import { every, type ResourceRule } from "../../rule";

/** A new version is there before the old one goes, and the old one is disabled, so that it can be brought back. */
export const secretVersionSuccession: ResourceRule = {
  appliesTo: SECRET_VERSIONS,
  evaluate: ({ arguments: version }) =>
    every(expectAt(version, "deletion_policy", "DISABLE"), expectAt(version, "lifecycle.create_before_destroy", true)),
};
