import { named } from "../../facts/cluster-objects";
import { blocksAt, valueAt } from "../../rendered/rendered-stack";
import { shown, verdict, type ObjectRule } from "../../rule";

/** A store uses no key of its own, a store of the whole cluster says for which namespaces, and an ExternalSecret names a store and is refreshed. */
export const externalSecretStore: ObjectRule = {
  kinds: ["SecretStore", "ClusterSecretStore", "ExternalSecret"],
  evaluate: ({ kind, object, namespace }, { cluster }) => {
    if (kind === "ExternalSecret") {
      const store = valueAt(object, "spec.secretStoreRef.name");
      const ofCluster = valueAt(object, "spec.secretStoreRef.kind") === "ClusterSecretStore";
      const stores = ofCluster ? cluster.ofKind("ClusterSecretStore") : cluster.ofKind("SecretStore", namespace);
      const interval = valueAt(object, "spec.refreshInterval");
      return verdict([
        ...(named(stores, store) !== undefined || (ofCluster && stores.length === 0)
          ? []
          : [`spec.secretStoreRef.name is ${shown(store)}, and there is no such store`]),
        ...(String(interval) === "0" || String(interval) === "0s"
          ? [`spec.refreshInterval is ${shown(interval)}, so that a rotated secret never arrives`]
          : []),
      ]);
    }
    const key = valueAt(object, "spec.provider.gcpsm.auth.secretRef");
    const conditions = blocksAt(object, "spec.conditions");
    return verdict([
      ...(key === undefined
        ? []
        : ["spec.provider.gcpsm.auth.secretRef is a key of a service account, not workloadIdentity"]),
      ...(kind === "ClusterSecretStore" && conditions.length === 0
        ? ["spec.conditions are absent, so that every namespace reads through the store"]
        : []),
    ]);
  },
};
