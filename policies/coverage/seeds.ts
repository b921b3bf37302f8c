import { type PublicCheck } from "./check";

/** What public scanners let through, read in their code: each is closed by a rule, and its fixtures show it. Checkov 3.3.13, https://github.com/bridgecrewio/checkov */
export const SEEDS: readonly PublicCheck[] = [
  {
    id: "seed/private-nodes-off",
    demands: "CKV_GCP_25 and CKV_GCP_64 pass private_cluster_config with enable_private_nodes false",
  },
  { id: "seed/no-authorized-networks", demands: "CKV_GCP_18 passes without any authorized network" },
  { id: "seed/split-internet", demands: "CKV_GCP_18 passes ::/0, and 0.0.0.0/1 with 128.0.0.0/1" },
  { id: "seed/public-address-by-default", demands: "CKV_GCP_60 passes without ipv4_enabled, which is true by default" },
  {
    id: "seed/empty-log-components",
    demands: "CKV_GCP_1 and CKV_GCP_8 pass logging_config and monitoring_config with nothing in them",
  },
  {
    id: "seed/admin-by-reference",
    demands: "CKV_GCP_42 only knows members that are written out, and not google_service_account.….member",
  },
  { id: "seed/generated-keys", demands: "CKV2_GCP_3 passes keys of service accounts that Google generates" },
  { id: "seed/rbac-later-rules", demands: "CKV_K8S_49 reads the first rule of a Role alone" },
  {
    id: "seed/rbac-one-verb-missing",
    demands: "CKV_K8S_155 to CKV_K8S_158 pass as soon as one of the listed verbs is missing",
  },
  { id: "seed/later-containers", demands: "CKV_K8S_8, 12 and 13 for Terraform read the first container alone" },
  { id: "seed/no-security-context", demands: "CKV_K8S_20 and 37 for Terraform pass without a security_context" },
  { id: "seed/init-containers", demands: "no check for Terraform reads init_container" },
  { id: "seed/other-runtime-sockets", demands: "CKV_K8S_27 only knows /var/run/docker.sock" },
  {
    id: "seed/impersonation-in-policies",
    demands: "checks on impersonation read no google_service_account_iam_* and no google_project_iam_policy",
  },
];
