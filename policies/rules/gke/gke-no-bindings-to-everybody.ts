import { expectAt } from "../../facts/gke-arguments";
import { clusterRule } from "../../facts/gke-cluster";
import { every } from "../../rule";

/** Nobody can bind a role to `system:authenticated`, which is everybody with a Google account, nor to anonymous users. Both are allowed unless said. */
export const gkeNoBindingsToEverybody = clusterRule(({ arguments: cluster }) =>
  every(
    ...["authenticated", "unauthenticated"].map((group) =>
      expectAt(cluster, `rbac_binding_config.enable_insecure_binding_system_${group}`, false),
    ),
  ),
);
