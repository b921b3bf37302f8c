import { containerRule } from "../../facts/pods";
import { artifactRegistryOf } from "../../facts/pods-images";
import { isReference } from "../../rendered/rendered-stack";
import { COMPLIANT, NOT_APPLICABLE, verdict } from "../../rule";

/** A stack that makes repositories in Artifact Registry runs images from these, and not from a namesake in another project. */
export const imageOwnRepository = containerRule(
  ({ container, path }, { stack }) => {
    const repositories = stack.ofType("google_artifact_registry_repository").map(({ arguments: block }) => block);
    const image = artifactRegistryOf(container.image ?? "");
    if (repositories.length === 0 || image === undefined) {
      return repositories.length === 0 ? NOT_APPLICABLE : COMPLIANT;
    }
    const agrees = (argument: unknown, part: string): boolean =>
      argument === undefined || isReference(argument) || argument === part;
    const isOwn = repositories.some(
      ({ location, project, repository_id: id }) =>
        agrees(location, image.location) && agrees(project, image.project) && agrees(id, image.repository),
    );
    return verdict(
      isOwn ? [] : [`${path}.image lies in ${image.project}/${image.repository}, which this stack doesn't make`],
    );
  },
  ({ container }) => artifactRegistryOf(container.image ?? "") !== undefined,
);
