import { isReference, valueAt } from "../../rendered/rendered-stack";
import { COMPLIANT, NOT_APPLICABLE, shown, verdict, type ObjectRule } from "../../rule";

const KEY = "disk-encryption-kms-key";

/** Volumes that a StorageClass of ours makes are encrypted with a key of ours. Other drivers have other parameters. */
export const gkeVolumeKey: ObjectRule = {
  kinds: ["StorageClass"],
  evaluate: ({ object }) => {
    const fields = new Map(Object.entries(object));
    if (fields.get("provisioner") !== "pd.csi.storage.gke.io") {
      return NOT_APPLICABLE;
    }
    const key = valueAt({ parameters: fields.get("parameters") }, `parameters.${KEY}`);
    return isReference(key) || (typeof key === "string" && key !== "")
      ? COMPLIANT
      : verdict([`parameters.${KEY} is ${shown(key)}`]);
  },
};
