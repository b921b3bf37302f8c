import { expectPresent, type ResourceRule } from "../../rule";

/** Images and packages are encrypted with a key of ours. It can't be added later. */
export const registryEncrypted: ResourceRule = {
  appliesTo: ["google_artifact_registry_repository"],
  evaluate: (repository) => expectPresent(repository, "kms_key_name"),
};
