import { type GoogleAccess } from "../cluster";
import { awaitedPods, type CloudSqlProxy, cloudSqlProxies, environmentValues, identityOf } from "../pod-identity";
import { type PodTemplate } from "../pod-templates";
import { type Check, type Finding } from "./check";

/**
 * The Cloud SQL Auth Proxy asks for its instance when it starts, and ends where it is not authorized to
 * (https://github.com/GoogleCloudPlatform/cloud-sql-proxy/issues/1651). A pod that names its database user in PGUSER is taken to log in
 * before it is ready, which needs the user and, without a password, the right to log in.
 */
export const cloudSqlAccess: Check = {
  id: "cloud-sql-access",
  source: "https://cloud.google.com/sql/docs/postgres/iam-logins",
  effect: "pods-never-start",
  find: (review) => {
    const { google } = review.cluster;
    if (google === undefined) return [];
    return awaitedPods(review).flatMap((template) => {
      const { member } = identityOf(template, review, google);
      return cloudSqlProxies(template).flatMap((proxy) => judge(template, proxy, member, google));
    });
  },
};

function judge(template: PodTemplate, proxy: CloudSqlProxy, member: string, google: GoogleAccess): readonly Finding[] {
  const { object } = template;
  const { path, project, name, usesIdentity } = proxy;
  const finding = (message: string, fix: string): readonly Finding[] => [{ object, path, message, fix }];
  const missing = environmentValues(template, "PGUSER").find((user) => google.hasDatabaseUser(proxy, user) === false);
  if (!google.mayUseDatabase(member, proxy, "client")) {
    return finding(
      `the proxy is unable to start: failed to get instance metadata of ${project}:${name}: googleapi: Error 403: boss::NOT_AUTHORIZED`,
      `give ${member} roles/cloudsql.client on project ${project} before the release`,
    );
  }
  if (usesIdentity && !google.mayUseDatabase(member, proxy, "login")) {
    return finding(
      `Cloud SQL IAM user authentication failed for ${member}: cloudsql.instances.login is missing on ${project}:${name}`,
      `give ${member} roles/cloudsql.instanceUser on project ${project} before the release`,
    );
  }
  if (missing === undefined) return [];
  return finding(
    `FATAL: role "${missing}" does not exist on ${project}:${name}`,
    "create it with google_sql_user and let the release depend on it",
  );
}
