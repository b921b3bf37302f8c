import { type Law } from "../law";
import { IDENTITY_POOL_NAME_DAYS } from "../tables/iam";

const DAY_MS = 86_400_000;

/**
 * "Soft-deleted pools are permanently deleted after approximately 30 days. … You cannot reuse the ID of a soft-deleted pool
 * until it is permanently deleted." The same is true of its providers.
 * https://cloud.google.com/iam/docs/reference/rest/v1/projects.locations.workloadIdentityPools#state, words of the error:
 * https://github.com/terraform-google-modules/terraform-google-github-actions-runners/issues/49
 */
export const law: Law = ({ action, type, key, now }, cloud) => {
  const noun = /^google_iam_(workload_identity_pool(?:_provider)?)$/.exec(type)?.[1];
  if (action !== "create" || noun === undefined) return undefined;
  const deleted = cloud.buried(type, key);
  if (deleted === undefined || Date.parse(now) - Date.parse(deleted) >= IDENTITY_POOL_NAME_DAYS * DAY_MS)
    return undefined;
  const resource = noun.endsWith("provider") ? "WorkloadIdentityPoolProvider" : "WorkloadIdentityPool";
  return {
    message: `Error creating ${resource}: googleapi: Error 409: Requested entity already exists, alreadyExists`,
    advice:
      `${key} was deleted at ${deleted} and keeps its name for ${IDENTITY_POOL_NAME_DAYS} days. ` +
      "Undelete and import it, choose another name, or wait.",
    attribute: `${noun}_id`,
  };
};
