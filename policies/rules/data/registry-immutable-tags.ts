import { expectAt, readAt } from "../../facts/gke-arguments";
import { valueAt } from "../../rendered/rendered-stack";
import { NOT_APPLICABLE, shown, unknown, verdict, type ResourceRule } from "../../rule";

/** A tag of an image stays with the image that it was given to. */
export const registryImmutableTags: ResourceRule = {
  appliesTo: ["google_artifact_registry_repository"],
  evaluate: ({ arguments: repository }) => {
    const [format, mode] = [readAt(repository, "format"), readAt(repository, "mode")];
    if ("computed" in format || "computed" in mode) {
      return unknown("computed" in format ? format.computed : "mode");
    }
    const tags = valueAt(repository, "docker_config.immutable_tags");
    if (format.value !== "DOCKER") {
      return tags === undefined
        ? NOT_APPLICABLE
        : verdict([`format is ${shown(format.value)}, and only "DOCKER" has docker_config.immutable_tags`]);
    }
    return mode.value === undefined || mode.value === "STANDARD_REPOSITORY"
      ? expectAt(repository, "docker_config.immutable_tags", true)
      : NOT_APPLICABLE;
  },
};
