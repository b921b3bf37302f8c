import { isRecord } from "../objects";
import { type Check, type Finding } from "./check";

/** The driver of GKE's Secret Manager add-on. The open-source driver is secrets-store.csi.k8s.io. */
const DRIVER = "secrets-store-gke.csi.k8s.io";

/** Secrets mounted as files by the Secret Manager add-on: driver, class and provider must agree. */
export const secretProviderClasses: Check = {
  id: "secret-provider-classes",
  source: "https://cloud.google.com/secret-manager/docs/secret-manager-managed-csi-component",
  effect: "pods-never-start",
  find: (review) => [
    ...review.podTemplates.flatMap(({ object, path, spec }) =>
      (spec.volumes ?? []).flatMap(({ csi }, index): Finding[] => {
        const place = `${path}.volumes[${index}].csi`;
        if (csi === undefined || !csi.driver.startsWith("secrets-store")) {
          return [];
        }
        if (csi.driver !== DRIVER) {
          return [
            {
              object,
              path: `${place}.driver`,
              message: `the driver "${csi.driver}" is not installed`,
              fix: `use ${DRIVER}, the driver of GKE's add-on`,
            },
          ];
        }
        if (!review.cluster.features.secretManagerAddon) {
          return [
            {
              object,
              path: `${place}.driver`,
              message: `the driver "${DRIVER}" is not installed`,
              fix: "set secret_manager_config { enabled = true } on the cluster",
            },
          ];
        }
        const name = csi.volumeAttributes?.secretProviderClass ?? "";
        const { namespace } = object.metadata;
        return review.find("secrets-store.csi.x-k8s.io", "SecretProviderClass", namespace, name) !== undefined
          ? []
          : [
              {
                object,
                path: `${place}.volumeAttributes.secretProviderClass`,
                message: `secretproviderclass "${name}" not found in namespace "${namespace}"`,
                fix: "add it to the release, or correct the name",
              },
            ];
      }),
    ),
    ...review.reviewed("secrets-store.csi.x-k8s.io", "SecretProviderClass").flatMap((object): Finding[] => {
      const spec = isRecord(object.spec) ? object.spec : {};
      return [
        ...(spec.provider === "gke"
          ? []
          : [
              {
                object,
                path: "spec.provider",
                message: "the add-on knows only the provider gke",
                fix: "set provider: gke",
              },
            ]),
        ...(spec.secretObjects === undefined
          ? []
          : [
              {
                object,
                path: "spec.secretObjects",
                message: "the add-on mounts files and syncs no Kubernetes Secrets",
                fix: "read the secret from its file",
                effect: "does-not-work" as const,
              },
            ]),
      ];
    }),
  ],
};
