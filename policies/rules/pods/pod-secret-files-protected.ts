import { podRule } from "../../facts/pods";
import { isUncertain } from "../../facts/pods-shape";
import { NOT_APPLICABLE, shown, verdict } from "../../rule";

/** Drivers of the Secrets Store, GKE's add-on among them. https://cloud.google.com/secret-manager/docs/secret-manager-managed-csi-component */
const SECRET_DRIVERS: ReadonlySet<string> = new Set(["secrets-store.csi.k8s.io", "secrets-store-gke.csi.k8s.io"]);

/** Permissions for everybody, as the last octal digit. */
const OTHERS = 0o007;

/** Volumes with secrets or tokens are mounted for reading, and their files are nobody else's business. */
export const podSecretFilesProtected = podRule(({ pod, containers }) => {
  const volumes = (pod.spec.volumes ?? []).flatMap((volume, index) => {
    const { csi, secret, projected, name } = volume;
    const holdsToken = (projected?.sources ?? []).some((one) => (one.serviceAccountToken ?? one.secret) !== undefined);
    const isDriven = csi !== undefined && SECRET_DRIVERS.has(csi.driver);
    const path = `${pod.path}.volumes[${index}]`;
    if (!isDriven && secret === undefined && !holdsToken) {
      return [];
    }
    const mode: unknown = secret === undefined ? projected?.defaultMode : secret.defaultMode;
    const isReadable = isDriven || isUncertain(mode) || (typeof mode === "number" && (mode & OTHERS) === 0);
    const kind = secret === undefined ? "projected" : "secret";
    return [
      {
        name,
        findings: [
          ...(isDriven && csi.readOnly !== true ? [`${path}.csi.readOnly is ${shown(csi.readOnly)}, not true`] : []),
          ...(isReadable ? [] : [`${path}.${kind}.defaultMode lets everybody read, not only user and group (0440)`]),
        ],
      },
    ];
  });
  if (volumes.length === 0) {
    return NOT_APPLICABLE;
  }
  const held = new Set(volumes.map(({ name }) => name));
  return verdict([
    ...volumes.flatMap(({ findings }) => findings),
    ...containers.flatMap(({ container, path }) =>
      (container.volumeMounts ?? []).flatMap(({ name, readOnly }, index) =>
        held.has(name) && readOnly !== true
          ? [`${path}.volumeMounts[${index}].readOnly is ${shown(readOnly)}, not true`]
          : [],
      ),
    ),
  ]);
});
