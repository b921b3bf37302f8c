import { parse } from "yaml";
import { isRecord, type KubernetesObject } from "../objects";
import { awaitedPods, identityOf, mountedClasses } from "../pod-identity";
import { type Check } from "./check";

/**
 * A pod reads the secrets that it mounts as itself; without the right, its volume can't be filled. Words of the error:
 * https://github.com/GoogleCloudPlatform/berglas/issues/150
 */
export const secretAccess: Check = {
  id: "secret-access",
  source: "https://cloud.google.com/secret-manager/docs/secret-manager-managed-csi-component",
  effect: "pods-never-start",
  find: (review) => {
    const { google } = review.cluster;
    if (google === undefined) return [];
    return awaitedPods(review).flatMap((template) => {
      const { member } = identityOf(template, review, google);
      const { object } = template;
      return mountedClasses(template).flatMap(({ name, path }) => {
        const found = review.find("secrets-store.csi.x-k8s.io", "SecretProviderClass", object.metadata.namespace, name);
        const denied = versionsIn(found).find((version) => !google.mayReadSecret(member, secretOf(version)));
        if (denied === undefined) return [];
        return [
          {
            object,
            path,
            message: `Permission 'secretmanager.versions.access' denied for resource '${denied}' (or it may not exist)`,
            fix: `give ${member} roles/secretmanager.secretAccessor on the secret before the release; its pods stay in ContainerCreating`,
          },
        ];
      });
    });
  },
};

function versionsIn(found: KubernetesObject | undefined): readonly string[] {
  const parameters = isRecord(found?.spec) && isRecord(found.spec.parameters) ? found.spec.parameters : {};
  const entries: unknown = typeof parameters.secrets === "string" ? parse(parameters.secrets) : [];
  return (Array.isArray(entries) ? entries.filter(isRecord) : []).map(({ resourceName }) => String(resourceName));
}

const secretOf = (version: string): string => version.replace(/\/versions\/[^/]*$/, "");
