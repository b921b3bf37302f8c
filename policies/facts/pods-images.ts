/** An image's name in its parts. */
export interface Image {
  /** Docker Hub's when the name doesn't begin with a host. */
  readonly registry: string;
  /** Without registry, tag and digest. */
  readonly repository: string;
  readonly tag: string | undefined;
  /** `sha256:…` */
  readonly digest: string | undefined;
}

/** Where an image without a host comes from. https://docs.docker.com/reference/cli/docker/image/tag/ */
export const DOCKER_HUB = "docker.io";

/** Takes an image's name apart, as container runtimes do: the first part is a host when it has a dot or a port, or is `localhost`. */
export function imageOf(name: string): Image {
  const [named = "", digest] = name.split("@");
  const [first = "", ...rest] = named.split("/");
  const hasHost = rest.length > 0 && (/[.:]/.test(first) || first === "localhost");
  const path = hasHost ? rest.join("/") : named;
  const [, repository = path, tag] = /^(.*?)(?::([^:/]+))?$/.exec(path) ?? [];
  return { registry: hasHost ? first : DOCKER_HUB, repository, tag, digest };
}

/** True for a digest that names one content: https://github.com/opencontainers/image-spec/blob/main/descriptor.md#digests */
export const isDigest = (digest: string | undefined): boolean => /^sha256:[0-9a-f]{64}$/.test(digest ?? "");

/** An image in Artifact Registry: `europe-west1-docker.pkg.dev/project/repository/image`. */
export interface ArtifactRegistryImage {
  readonly location: string;
  readonly project: string;
  readonly repository: string;
}

/** The repository of Artifact Registry that an image lies in. https://cloud.google.com/artifact-registry/docs/docker/names */
export function artifactRegistryOf(name: string): ArtifactRegistryImage | undefined {
  const [, location, project, repository] =
    /^([a-z0-9-]+)-docker\.pkg\.dev\/((?:[^/.]+\.[^/]+\/)?[^/]+)\/([^/]+)\//.exec(name) ?? [];
  return location === undefined || project === undefined || repository === undefined
    ? undefined
    : { location, project, repository };
}
