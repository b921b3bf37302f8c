import { expectAt } from "../../facts/gke-arguments";
import { NOT_APPLICABLE, type ResourceRule } from "../../rule";

/** Terraform refuses a plan that would destroy or replace the repository with all that runs from it. A cache fills again. */
export const registryPreventDestroy: ResourceRule = {
  appliesTo: ["google_artifact_registry_repository"],
  evaluate: ({ arguments: repository }) =>
    repository.mode === undefined || repository.mode === "STANDARD_REPOSITORY"
      ? expectAt(repository, "lifecycle.prevent_destroy", true)
      : NOT_APPLICABLE,
};
