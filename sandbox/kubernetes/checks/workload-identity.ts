import { awaitedPods, cloudSqlProxies, identityOf, mountedClasses } from "../pod-identity";
import { type Review } from "../review";
import { type PodTemplate } from "../pod-templates";
import { type Check, type Finding } from "./check";

const CREDENTIALS = "iamcredentials.googleapis.com";

/**
 * Pods that need Google Cloud before they are ready, because they mount secrets from Secret Manager or bring a proxy for Cloud SQL, get no
 * token for a Google service account that does not exist or does not let them act as it, nor without the API that gives tokens out. Words
 * of the errors: https://github.com/GoogleCloudPlatform/secrets-store-csi-driver-provider-gcp/issues/198,
 * https://github.com/google/kctf/issues/194
 */
export const workloadIdentity: Check = {
  id: "workload-identity",
  source: "https://cloud.google.com/kubernetes-engine/docs/how-to/workload-identity",
  effect: "pods-never-start",
  find: (review) => awaitedPods(review).flatMap((template) => judge(review, template)),
};

function judge(review: Review, template: PodTemplate): readonly Finding[] {
  const { google } = review.cluster;
  const { object, path } = template;
  const needsToken = mountedClasses(template).length > 0 || cloudSqlProxies(template).length > 0;
  if (google === undefined || !needsToken) return [];
  const { own, account } = identityOf(template, review, google);
  if (account === undefined) return [];
  const finding = (message: string, fix: string): readonly Finding[] => [
    { object, path: `${path}.serviceAccountName`, message, fix },
  ];
  if (!google.accountExists(account) || !google.mayActAs(own, account)) {
    return finding(
      `Unable to generate access token; IAM returned 403 Forbidden: Permission 'iam.serviceAccounts.getAccessToken' denied on resource ${account} (or it may not exist)`,
      `give ${own} roles/iam.workloadIdentityUser on ${account} before the release`,
    );
  }
  if (google.isEnabled(CREDENTIALS)) return [];
  return finding(
    `Unable to generate access token; IAM returned 403 Forbidden: IAM Service Account Credentials API has not been used in project ${google.projectNumber} before or it is disabled`,
    `enable ${CREDENTIALS} before the release`,
  );
}
