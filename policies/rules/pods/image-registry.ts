import { containerRule } from "../../facts/pods";
import { DOCKER_HUB, imageOf } from "../../facts/pods-images";
import { isUncertain } from "../../facts/pods-shape";
import { unknown, verdict } from "../../rule";

/**
 * Registries in which a name belongs to whoever pays for it, or to the maker of the platform: Artifact Registry and what is left of
 * Container Registry, Kubernetes' own, those of the other clouds. trivy's KSV-0125 knows no Artifact Registry.
 */
const TRUSTED: readonly RegExp[] = [
  /^[a-z0-9-]+-docker\.pkg\.dev$/,
  /^([a-z]+\.)?gcr\.io$/,
  /^gke\.gcr\.io$/,
  /^registry\.k8s\.io$/,
  /^\d{12}\.dkr\.ecr\.[a-z0-9-]+\.amazonaws\.com$/,
  /^[a-z0-9]+\.azurecr\.io$/,
  /^mcr\.microsoft\.com$/,
];

/** Images come from a registry where nobody else can put them, which Docker Hub isn't, and which doesn't limit pulls. */
export const imageRegistry = containerRule(({ container, path }) => {
  const { image = "" } = container;
  const { registry } = imageOf(image);
  if (isUncertain(image)) {
    return unknown(`${path}.image`);
  }
  return verdict(
    TRUSTED.some((pattern) => pattern.test(registry))
      ? []
      : [
          registry === DOCKER_HUB
            ? `${path}.image is "${image}", from Docker Hub`
            : `${path}.image is "${image}", from ${registry}`,
        ],
  );
});
