import { parse } from "yaml";
import { isRecord, type KubernetesObject } from "../objects";
import { type Review } from "../review";
import { type Check, type Finding } from "./check";

/** A file and the version that it is to hold. */
interface MountedVersion {
  readonly path: string;
  readonly file: string;
  readonly version: string;
}

/**
 * Versions in Secret Manager that pods mount have to exist and to be enabled: a volume that can't be filled keeps its
 * pods in ContainerCreating. The cluster's view says which those are, or that nobody knows.
 */
export const secretVersions: Check = {
  id: "secret-versions",
  source: "https://cloud.google.com/secret-manager/docs/secret-manager-managed-csi-component",
  effect: "pods-never-start",
  find: (review) => [
    ...review
      .reviewed("secrets-store.csi.x-k8s.io", "SecretProviderClass")
      .flatMap((object) => ofClass(object).flatMap((mounted) => judge(review, object, mounted))),
    ...review
      .reviewed("external-secrets.io", "ExternalSecret")
      .flatMap((object) => ofExternalSecret(object).flatMap((mounted) => judge(review, object, mounted))),
  ],
};

function judge({ cluster }: Review, object: KubernetesObject, { path, file, version }: MountedVersion): Finding[] {
  const state = cluster.secretVersionState?.(version);
  if (cluster.secretVersionState === undefined || state === "ENABLED") {
    return [];
  }
  const message =
    state === undefined ? `Secret Version [${version}] not found` : `Secret Version [${version}] is in ${state} state`;
  const fix = `mount a version that is enabled as the file ${file}; its pods stay in ContainerCreating`;
  return [{ object, path, message, fix }];
}

function ofClass({ spec }: KubernetesObject): readonly MountedVersion[] {
  const parameters = isRecord(spec) && isRecord(spec.parameters) ? spec.parameters : {};
  const entries: unknown = typeof parameters.secrets === "string" ? parse(parameters.secrets) : [];
  return list(entries).map(({ resourceName, path }) => ({
    path: "spec.parameters.secrets",
    file: String(path),
    version: String(resourceName),
  }));
}

/** The operator's store knows the project; the object names secret and version only. */
function ofExternalSecret({ spec }: KubernetesObject): readonly MountedVersion[] {
  return list(isRecord(spec) ? spec.data : []).flatMap(({ secretKey, remoteRef }, index) => {
    if (!isRecord(remoteRef)) {
      return [];
    }
    const { key, version = "latest" } = remoteRef;
    const path = `spec.data[${index}].remoteRef`;
    return [{ path, file: String(secretKey), version: `secrets/${String(key)}/versions/${String(version)}` }];
  });
}

function list(value: unknown): readonly Readonly<Record<string, unknown>>[] {
  return Array.isArray(value) ? value.filter(isRecord) : [];
}
