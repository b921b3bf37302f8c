import { every, expectArgument, expectPresent, type ResourceRule } from "../../rule";

/** Kubernetes Secrets are encrypted with a key of ours, not only on disk. */
export const gkeSecretsEncrypted: ResourceRule = {
  appliesTo: ["google_container_cluster"],
  evaluate: (cluster) =>
    every(
      expectArgument(cluster, "database_encryption.state", "ENCRYPTED"),
      expectPresent(cluster, "database_encryption.key_name"),
    ),
};
