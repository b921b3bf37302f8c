import { named } from "../../facts/cluster-objects";
import { blocksAt, valueAt, type Block } from "../../rendered/rendered-stack";
import { NOT_APPLICABLE, shown, verdict, type ObjectRule } from "../../rule";

/** A volume of the secrets driver names a SecretProviderClass that exists; the pod waits for it for ever. */
export const podsSecretClassExists: ObjectRule = {
  kinds: "pods",
  evaluate: ({ pod, namespace }, { cluster }) => {
    const volumes = blocksAt((pod?.spec ?? {}) as unknown as Block, "volumes").filter(({ csi }) => {
      const driver = valueAt({ csi }, "csi.driver");
      return typeof driver === "string" && driver.startsWith("secrets-store");
    });
    if (volumes.length === 0) {
      return NOT_APPLICABLE;
    }
    const classes = cluster.ofKind("SecretProviderClass", namespace);
    return verdict(
      volumes
        .map((volume) => valueAt(volume, "csi.volumeAttributes.secretProviderClass"))
        .filter((name) => named(classes, name) === undefined)
        .map((name) => `${pod?.path}.volumes name the SecretProviderClass ${shown(name)}, which ${namespace} hasn't`),
    );
  },
};
