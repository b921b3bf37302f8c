import { readAt } from "../../facts/gke-arguments";
import { NOT_APPLICABLE, shown, unknown, verdict, type ResourceRule } from "../../rule";

const SWITCH = "vulnerability_scanning_config.enablement_config";

/** Artifact Analysis looks for known vulnerabilities in what is pushed, as long as the API is on. It reads images of these formats. */
export const registryScanned: ResourceRule = {
  appliesTo: ["google_artifact_registry_repository"],
  evaluate: ({ arguments: repository }) => {
    const reading = readAt(repository, SWITCH);
    if ("computed" in reading) {
      return unknown(reading.computed);
    }
    if (repository.format !== "DOCKER" || repository.mode === "VIRTUAL_REPOSITORY") {
      return NOT_APPLICABLE;
    }
    return verdict(
      reading.value === undefined || reading.value === "INHERITED"
        ? []
        : [`${SWITCH} is ${shown(reading.value)}, not "INHERITED"`],
    );
  },
};
