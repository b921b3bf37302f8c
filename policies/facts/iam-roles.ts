/**
 * What a predefined role lets its holder do: look at things, use them for what they are for, change them, hand out access to them,
 * or act as somebody else.
 */
export type Access = "read" | "use" | "change" | "administer" | "impersonate";

/**
 * Roles that let their holder act as other accounts, directly or by running something as one of them.
 * https://cloud.google.com/iam/docs/service-account-permissions, and as `AbsGoogleImpersonationRoles` of checkov lists them
 */
export const IMPERSONATING: ReadonlySet<string> = new Set([
  "roles/cloudbuild.builds.builder",
  "roles/cloudbuild.builds.editor",
  "roles/cloudfunctions.admin",
  "roles/cloudfunctions.developer",
  "roles/composer.admin",
  "roles/compute.admin",
  "roles/compute.instanceAdmin",
  "roles/compute.instanceAdmin.v1",
  "roles/dataflow.admin",
  "roles/dataflow.developer",
  "roles/dataproc.admin",
  "roles/dataproc.editor",
  "roles/deploymentmanager.editor",
  "roles/iam.securityAdmin",
  "roles/iam.serviceAccountAdmin",
  "roles/iam.serviceAccountKeyAdmin",
  "roles/iam.serviceAccountOpenIdTokenCreator",
  "roles/iam.serviceAccountTokenCreator",
  "roles/iam.serviceAccountUser",
  "roles/iam.workloadIdentityUser",
  "roles/run.sourceDeveloper",
]);

/**
 * Roles that are for running something, although their name ends like one that changes things.
 * https://cloud.google.com/iam/docs/roles-permissions
 */
const USE: ReadonlySet<string> = new Set([
  "roles/cloudtrace.agent",
  "roles/container.defaultNodeServiceAccount",
  "roles/container.nodeServiceAccount",
  "roles/errorreporting.writer",
  "roles/logging.bucketWriter",
  "roles/logging.logWriter",
  "roles/monitoring.metricWriter",
  "roles/opsconfigmonitoring.resourceMetadata.writer",
  "roles/stackdriver.resourceMetadata.writer",
  "roles/storage.objectCreator",
  "roles/storage.objectUser",
]);

/** How Google ends the names of predefined roles: https://cloud.google.com/iam/docs/understanding-roles. The first match counts. */
const ENDINGS: readonly (readonly [ending: RegExp, access: Access])[] = [
  [/^roles\/(owner|editor)$|admin$|\.serviceAgent$|ServiceAgent$|securityAdmin/i, "administer"],
  [/(editor|developer|manager|writer|builder|deployer|operator|creator|adder|releaser|approver|mutator)$/i, "change"],
  [/(viewer|reader|browser|auditor|lister)$/i, "read"],
  [
    /(user|client|agent|accessor|invoker|publisher|subscriber|consumer|encrypterDecrypter|encrypter|decrypter|signer|verifier|signerVerifier|caller)$/i,
    "use",
  ],
];

/** What a predefined role is for; undefined for a custom role and for one whose name doesn't say. */
export function accessOf(role: string): Access | undefined {
  if (!role.startsWith("roles/")) {
    return undefined;
  }
  if (IMPERSONATING.has(role)) {
    return "impersonate";
  }
  return USE.has(role) ? "use" : ENDINGS.find(([ending]) => ending.test(role))?.[1];
}

/**
 * Roles that give away a whole project, or let their holder act as any of its accounts. Given at project level they
 * reach everything; on a single account or resource they are ordinary.
 * https://cloud.google.com/iam/docs/understanding-roles
 */
export const TOO_WIDE: ReadonlySet<string> = new Set([
  ...[...IMPERSONATING].filter((role) => !/^roles\/(cloudfunctions|composer|compute|deploymentmanager)\./.test(role)),
  "roles/owner",
  "roles/editor",
  "roles/viewer",
  "roles/iam.organizationRoleAdmin",
  "roles/iam.roleAdmin",
  "roles/resourcemanager.folderAdmin",
  "roles/resourcemanager.folderIamAdmin",
  "roles/resourcemanager.organizationAdmin",
  "roles/resourcemanager.projectIamAdmin",
]);

/**
 * Roles that can be bound on one resource, with the Terraform resource for it. A test holds the list to that of
 * constructs/core, which this folder doesn't know.
 * https://cloud.google.com/iam/docs/resource-types-with-policies
 */
export const NARROWER: readonly (readonly [roles: RegExp, binding: string])[] = [
  [/^roles\/secretmanager\./, "google_secret_manager_secret_iam_member"],
  [/^roles\/artifactregistry\./, "google_artifact_registry_repository_iam_member"],
  [/^roles\/storage\.(object|legacy)/, "google_storage_bucket_iam_member"],
  [/^roles\/pubsub\.(publisher|editor|admin)$/, "google_pubsub_topic_iam_member"],
  [/^roles\/pubsub\.(subscriber|viewer)$/, "google_pubsub_subscription_iam_member"],
  [/^roles\/cloudkms\.cryptoKey/, "google_kms_crypto_key_iam_member"],
];

/**
 * Roles whose holder hands out access to the resource that they are bound on, or deletes it. `storage.objectAdmin` is not among
 * them: on one bucket it is how a program reads and writes.
 */
export const ADMINISTERS_A_RESOURCE =
  /^roles\/(owner|editor|[a-z]+\.admin|artifactregistry\.repoAdmin|storage\.legacyBucketOwner|iam\.serviceAccount(Admin|KeyAdmin)|cloudkms\.importer)$/;

/**
 * Permissions that amount to a role of their own: acting as others, handing out access, making keys.
 * https://cloud.google.com/iam/docs/best-practices-service-accounts#project-folder-grants
 */
export const PERMISSIONS_TOO_FAR =
  /^(iam\.serviceAccounts\.(actAs|getAccessToken|getOpenIdToken|implicitDelegation|signBlob|signJwt)|iam\.serviceAccountKeys\.(create|upload)|iam\.roles\.(create|update)|deploymentmanager\.deployments\.(create|update)|cloudbuild\.builds\.create|orgpolicy\.policy\.set|.+\.setIamPolicy|.*\*.*)$/;

/** Mailboxes that belong to a person and to no organization, https://avd.aquasec.com/misconfig/google/iam/avd-gcp-0069 and their other names. */
export const PERSONAL_DOMAINS: ReadonlySet<string> = new Set([
  "gmail.com",
  "googlemail.com",
  "yahoo.com",
  "hotmail.com",
  "live.com",
  "msn.com",
  "outlook.com",
  "aol.com",
  "icloud.com",
  "me.com",
  "protonmail.com",
  "proton.me",
  "gmx.com",
  "gmx.net",
  "mail.com",
  "zoho.com",
]);

/** The domain of an e-mail address, in lower case; empty where there is none. */
export const domainOf = (address: string): string => /@([^@\s]+)$/.exec(address)?.[1]?.toLowerCase() ?? "";
