import { LEVELS } from "../levels";
import { gkePrivateNodes } from "../rules/gke/gke-private-nodes";
import { gkeSecretsEncrypted } from "../rules/gke/gke-secrets-encrypted";
import { gkeWorkloadIdentity } from "../rules/gke/gke-workload-identity";
import { gkeDeletionProtection } from "../rules/gke/gke-deletion-protection";
import { gkeOwnNodeServiceAccount } from "../rules/gke/gke-own-node-service-account";
import { type PolicyRow } from "./row";

/** GKE and Backup for GKE. */
export const GKE_ROWS: readonly PolicyRow[] = [
  {
    id: "gke-private-nodes",
    level: LEVELS.everywhere,
    fact: "GKE nodes have no public addresses",
    why: "every node would be reachable from the internet",
    fix: "set private_cluster_config.enable_private_nodes to true",
    covers: ["CKV_GCP_25", "CKV_GCP_64", "AVD-GCP-0059"],
    references: ["https://cloud.google.com/kubernetes-engine/docs/concepts/private-cluster-concept"],
    rule: gkePrivateNodes,
  },
  {
    id: "gke-secrets-encrypted",
    level: LEVELS.production,
    fact: "GKE encrypts Kubernetes Secrets with a key of ours",
    why: "whoever reads etcd or its backups reads every Secret",
    fix: "set database_encryption with state ENCRYPTED and key_name",
    covers: ["CIS-GKE-5.3.1"],
    references: ["https://cloud.google.com/kubernetes-engine/docs/how-to/encrypting-secrets"],
    rule: gkeSecretsEncrypted,
  },
  {
    id: "gke-workload-identity",
    level: LEVELS.everywhere,
    fact: "GKE gives pods Google identities of their own",
    why: "pods would share the node's account, and with it everything that any of them needs",
    fix: "set workload_identity_config.workload_pool to <project>.svc.id.goog",
    covers: ["CIS-GKE-5.2.2"],
    references: ["https://cloud.google.com/kubernetes-engine/docs/how-to/workload-identity"],
    rule: gkeWorkloadIdentity,
  },
  {
    id: "gke-deletion-protection",
    level: LEVELS.production,
    fact: "GKE clusters are protected from deletion",
    why: "a changed field that forces replacement would take down everything that runs",
    fix: "leave deletion_protection on",
    covers: [],
    references: [
      "https://registry.terraform.io/providers/hashicorp/google/6.50.0/docs/resources/container_cluster#deletion_protection",
    ],
    rule: gkeDeletionProtection,
  },
  {
    id: "gke-own-node-service-account",
    level: LEVELS.production,
    fact: "GKE nodes run as a service account made for them",
    why: "the Compute Engine default account is an editor in many projects, and every pod could become it",
    fix: "set service_account in node_config, or in cluster_autoscaling.auto_provisioning_defaults on Autopilot",
    covers: ["CIS-GKE-5.2.1", "AVD-GCP-0050"],
    references: ["https://cloud.google.com/kubernetes-engine/docs/how-to/hardening-your-cluster"],
    rule: gkeOwnNodeServiceAccount,
  },
];
