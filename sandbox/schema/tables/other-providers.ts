import { type Correction, type CorrectionTable } from "../corrections";

const SECRET: Correction = { forceNew: ["type"], sensitive: ["binary_data", "data"] };
const BINDING: Correction = { forceNew: ["role_ref"] };
const CLAIM: Correction = {
  forceNew: [
    "spec#",
    "spec.access_modes",
    "spec.selector",
    "spec.storage_class_name",
    "spec.volume_mode",
    "spec.volume_name",
  ],
};
// a CronJob's template can change although a Job's cannot
const CRON_JOB: Correction = { updatable: ["spec.job_template.spec.backoff_limit_per_index"] };
const STORAGE_CLASS: Correction = {
  forceNew: "*",
  updatable: ["allow_volume_expansion", "metadata#", "metadata.annotations", "metadata.labels"],
};

/** https://github.com/hashicorp/terraform-provider-kubernetes/tree/v2.38.0/kubernetes */
export const KUBERNETES: CorrectionTable = {
  kubernetes_secret: SECRET,
  kubernetes_secret_v1: SECRET,
  kubernetes_role_binding: BINDING,
  kubernetes_role_binding_v1: BINDING,
  kubernetes_cluster_role_binding: BINDING,
  kubernetes_cluster_role_binding_v1: BINDING,
  kubernetes_persistent_volume_claim: CLAIM,
  kubernetes_persistent_volume_claim_v1: CLAIM,
  kubernetes_storage_class: STORAGE_CLASS,
  kubernetes_storage_class_v1: STORAGE_CLASS,
  kubernetes_cron_job: CRON_JOB,
  kubernetes_cron_job_v1: CRON_JOB,
  kubernetes_deployment: { forceNew: ["spec.selector"] },
  kubernetes_deployment_v1: { forceNew: ["spec.selector"] },
  kubernetes_daemonset: { forceNew: ["spec.selector"] },
  kubernetes_daemon_set_v1: { forceNew: ["spec.selector"] },
  kubernetes_token_request_v1: { sensitive: ["token"] },
};

/** https://github.com/hashicorp/terraform-provider-helm/blob/v3.1.1/helm/resource_helm_release.go */
export const HELM: CorrectionTable = {
  helm_release: {
    forceNew: ["name", "namespace"],
    sensitive: ["repository_password", "set_sensitive.value"],
    writeOnly: ["set_wo"],
  },
};

/** https://github.com/hashicorp/terraform-provider-random/tree/v3.7.2/internal/provider */
export const RANDOM: CorrectionTable = {
  random_bytes: { sensitive: ["base64", "hex"] },
  random_password: { sensitive: ["bcrypt_hash", "result"] },
};

/** https://github.com/hashicorp/terraform-provider-tls/tree/v4.1.0/internal/provider */
export const TLS: CorrectionTable = {
  tls_private_key: { sensitive: ["private_key_openssh", "private_key_pem", "private_key_pem_pkcs8"] },
  tls_cert_request: { sensitive: ["private_key_pem"] },
  tls_self_signed_cert: { sensitive: ["private_key_pem"], updatable: ["early_renewal_hours"] },
  tls_locally_signed_cert: { sensitive: ["ca_private_key_pem"], updatable: ["early_renewal_hours"] },
};

/** Data sources of every provider: what they return must not show on a screen. */
export const DATA_SOURCES: CorrectionTable = {
  google_client_config: { sensitive: ["access_token"] },
  google_kms_secret: { sensitive: ["plaintext"] },
  google_kms_secret_asymmetric: { sensitive: ["plaintext"] },
  google_secret_manager_regional_secret_version: { sensitive: ["secret_data"] },
  google_secret_manager_regional_secret_version_access: { sensitive: ["secret_data"] },
  google_secret_manager_secret_version: { sensitive: ["secret_data"] },
  google_secret_manager_secret_version_access: { sensitive: ["secret_data"] },
  google_service_account_access_token: { sensitive: ["access_token"] },
  google_service_account_id_token: { sensitive: ["id_token"] },
  google_service_account_jwt: { sensitive: ["jwt"] },
  google_sql_database_instance: { sensitive: ["root_password", "server_ca_cert"] },
  helm_template: { sensitive: ["repository_password", "set_sensitive.value"] },
  kubernetes_secret: { sensitive: ["binary_data", "data"] },
  kubernetes_secret_v1: { sensitive: ["binary_data", "data"] },
  tls_public_key: { sensitive: ["private_key_openssh", "private_key_pem"] },
};
