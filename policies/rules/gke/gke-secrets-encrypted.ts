import { expectAt, readAt } from "../../facts/gke-arguments";
import { clusterRule } from "../../facts/gke-cluster";
import { expectKeyBeside } from "../../facts/gke-keys";
import { valueAt } from "../../rendered/rendered-stack";
import { COMPLIANT, every, expectPresent } from "../../rule";

const KEY = "database_encryption.key_name";

/**
 * Kubernetes Secrets are encrypted with a key of ours that is where the cluster is, not only on disk. The second state
 * is that of GKE 1.35 and later, which encrypts every object.
 */
export const gkeSecretsEncrypted = clusterRule((cluster, stack) =>
  every(
    expectAt(cluster.arguments, "database_encryption.state", "ENCRYPTED", "ALL_OBJECTS_ENCRYPTION_ENABLED"),
    "computed" in readAt(cluster.arguments, KEY) ? COMPLIANT : expectPresent(cluster, KEY),
    expectKeyBeside(cluster.arguments, KEY, valueAt(cluster.arguments, KEY), stack),
  ),
);
