import { podRule, specOf } from "../../facts/pods";
import { isWhole } from "../../facts/pods-cluster";
import { isUncertain, texts } from "../../facts/pods-shape";
import { every, NOT_APPLICABLE, shown, unknown, verdict, type Verdict } from "../../rule";

/**
 * The driver that mounts the secrets of a provider: GKE's add-on has both under names of its own.
 * https://cloud.google.com/secret-manager/docs/secret-manager-managed-csi-component
 */
const DRIVERS: Readonly<Record<string, string>> = {
  gke: "secrets-store-gke.csi.k8s.io",
  gcp: "secrets-store.csi.k8s.io",
};

/** A volume of the Secrets Store names a SecretProviderClass that is there, and the driver that knows its provider. */
export const podSecretProvider = podRule(({ pod, object, cluster }) => {
  const volumes = (pod.spec.volumes ?? []).flatMap(({ csi }, index) =>
    csi === undefined || !(/^secrets-store/.test(csi.driver) || "secretProviderClass" in texts(csi.volumeAttributes))
      ? []
      : [{ csi, path: `${pod.path}.volumes[${index}].csi` }],
  );
  if (volumes.length === 0) {
    return NOT_APPLICABLE;
  }
  return every(
    ...volumes.map(({ csi, path }): Verdict => {
      const wanted = texts(csi.volumeAttributes).secretProviderClass;
      const at = `${path}.volumeAttributes.secretProviderClass`;
      const found = cluster.ofKind("SecretProviderClass", object.namespace).find(({ name }) => name === wanted);
      if (isUncertain(wanted) || (found === undefined && !isWhole(cluster))) {
        return unknown(at);
      }
      if (found === undefined) {
        return verdict([`${at} is ${shown(wanted)}, and there is no such SecretProviderClass`]);
      }
      const driver = DRIVERS[String(specOf(found).provider)];
      return verdict(
        driver === undefined || driver === csi.driver
          ? []
          : [`${path}.driver is ${shown(csi.driver)}, not "${driver}"`],
      );
    }),
  );
});
