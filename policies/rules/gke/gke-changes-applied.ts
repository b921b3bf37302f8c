import { CLUSTER, NODE_POOL } from "../../facts/gke-cluster";
import { ignoredChanges } from "../../facts/ignored-changes";
import { verdict, type ResourceRule } from "../../rule";

/** What GKE or an autoscaler changes by itself, and what only says how a resource is shown or made. */
const GKE_CHANGES: ReadonlySet<string> = new Set([
  ...["description", "dns_config", "initial_node_count", "location", "min_master_version", "name", "network"],
  ...["node_config", "node_count", "node_locations", "node_pool", "node_version", "operation", "project"],
  ...["remove_default_node_pool", "resource_labels", "subnetwork", "timeouts", "version"],
]);

/**
 * What these rules judge is what the cluster gets: an ignored argument keeps whatever somebody set by hand.
 * A pool's whole `node_config` is one; single fields of it, such as labels, are not.
 */
export const gkeChangesApplied: ResourceRule = {
  appliesTo: [CLUSTER, NODE_POOL, "google_gke_backup_backup_plan", "google_binary_authorization_policy"],
  evaluate: ({ type, arguments: block }) => {
    const bad = ignoredChanges(block).filter((name) => {
      const [argument = name] = name.split(/[.[]/);
      return (
        name === "all" ||
        !(GKE_CHANGES.has(argument) || argument === "autoscaling" || argument === "labels") ||
        (type === NODE_POOL && name === "node_config")
      );
    });
    return verdict(
      bad.map((name) => `lifecycle.ignore_changes has ${name}, so that what is written there is never applied`),
    );
  },
};
