import { type ImageRepository } from "../cluster";
import { containersOf } from "../pod-templates";
import { awaitedPods } from "../pod-identity";
import { type Check } from "./check";

/** `europe-west1-docker.pkg.dev/project/repository/image:tag` */
const IMAGE = /^([a-z0-9-]+)-docker\.pkg\.dev\/([^/]+)\/([^/]+)\//;

/**
 * Nodes pull images with the account that runs them, so that account needs a right on the repository. Repositories that nobody made here
 * and clusters that leave the account to Google are not judged.
 */
export const imagePull: Check = {
  id: "image-pull",
  source: "https://cloud.google.com/artifact-registry/docs/integrate-gke",
  effect: "pods-never-start",
  find: (review) => {
    const { google } = review.cluster;
    if (google === undefined) return [];
    return awaitedPods(review).flatMap((template) =>
      containersOf(template).flatMap(({ container, path }) => {
        const { image = "" } = container;
        const repository = repositoryOf(image);
        if (repository === undefined) return [];
        const denied = google.nodeAccounts.find((email) => google.mayPull(email, repository) === false);
        if (denied === undefined) return [];
        const { project, location, name } = repository;
        return [
          {
            object: template.object,
            path: `${path}.image`,
            message: `Failed to pull image "${image}": 403 Forbidden: Permission "artifactregistry.repositories.downloadArtifacts" denied on resource "projects/${project}/locations/${location}/repositories/${name}" (or it may not exist)`,
            fix: `give serviceAccount:${denied} roles/artifactregistry.reader on the repository before the release`,
          },
        ];
      }),
    );
  },
};

function repositoryOf(image: string): ImageRepository | undefined {
  const [, location, project, name] = IMAGE.exec(image) ?? [];
  if (location === undefined || project === undefined || name === undefined) return undefined;
  return { project, location, name };
}
