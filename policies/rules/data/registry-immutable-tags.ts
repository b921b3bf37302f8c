import { expectArgument, NOT_APPLICABLE, type ResourceRule } from "../../rule";

/** A tag of an image stays with the image that it was given to. */
export const registryImmutableTags: ResourceRule = {
  appliesTo: ["google_artifact_registry_repository"],
  evaluate: (repository) => {
    const { format, mode } = repository.arguments;
    const holdsImages = format === "DOCKER" && (mode === undefined || mode === "STANDARD_REPOSITORY");
    return holdsImages ? expectArgument(repository, "docker_config.immutable_tags", true) : NOT_APPLICABLE;
  },
};
