import { textAt } from "../../facts/cluster-objects";
import { blocksAt, valueAt } from "../../rendered/rendered-stack";
import { shown, verdict, type ObjectRule } from "../../rule";

const PATH = "spec.parameters.secrets";

/** Which version of a secret pods get is decided by a release, so that it can be undone; `latest` changes under them. */
export const secretVersionPinned: ObjectRule = {
  kinds: ["SecretProviderClass", "ExternalSecret", "ClusterExternalSecret"],
  evaluate: ({ kind, object }) => {
    if (kind === "SecretProviderClass") {
      const moving = [...(textAt(object, PATH) ?? "").matchAll(/secrets\/([^/\s]+)\/versions\/([^"'\s]+)/g)];
      return verdict(
        moving
          .filter(([, , version = ""]) => !/^\d+$/.test(version))
          .map(([, secret, version]) => `${PATH} has version "${version}" of "${secret}", not a number`),
      );
    }
    const spec = kind === "ExternalSecret" ? "spec" : "spec.externalSecretSpec";
    return verdict(
      blocksAt(object, `${spec}.data`).flatMap((entry, index) => {
        const version = valueAt(entry, "remoteRef.version");
        return /^\d+$/.test(String(version))
          ? []
          : [`${spec}.data[${index}].remoteRef.version is ${shown(version)}, not a number`];
      }),
    );
  },
};
