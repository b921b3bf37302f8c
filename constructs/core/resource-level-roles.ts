/** Where a role can be bound instead of on a whole project. */
interface NarrowerBinding {
  readonly roles: RegExp;
  /** The Terraform resource that binds it. */
  readonly binding: string;
}

/**
 * Roles that can be bound on one resource: on a project, they open everything of their kind in it, that of others and of
 * tomorrow included. https://cloud.google.com/iam/docs/resource-types-with-policies
 */
const NARROWER: readonly NarrowerBinding[] = [
  { roles: /^roles\/secretmanager\./, binding: "google_secret_manager_secret_iam_member" },
  { roles: /^roles\/artifactregistry\./, binding: "google_artifact_registry_repository_iam_member" },
  { roles: /^roles\/storage\.(object|legacy)/, binding: "google_storage_bucket_iam_member" },
  { roles: /^roles\/pubsub\.(publisher|editor|admin)$/, binding: "google_pubsub_topic_iam_member" },
  { roles: /^roles\/pubsub\.(subscriber|viewer)$/, binding: "google_pubsub_subscription_iam_member" },
  { roles: /^roles\/cloudkms\.cryptoKey/, binding: "google_kms_crypto_key_iam_member" },
  {
    roles: /^roles\/iam\.(workloadIdentityUser|serviceAccount(User|TokenCreator|OpenIdTokenCreator))$/,
    binding: "google_service_account_iam_member",
  },
];

/** The Terraform resource that binds a role on one resource alone; undefined where there is only the project. */
export function resourceLevelBinding(role: string): string | undefined {
  return NARROWER.find(({ roles }) => roles.test(role))?.binding;
}
