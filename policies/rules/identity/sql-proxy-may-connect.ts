import { accountOf, googleAccountOf } from "../../facts/cluster-identity";
import { namesAccount } from "../../facts/iam";
import { CONNECTS, grantsCloudSql, mayUse } from "../../facts/iam-cloudsql";
import { containerRule, type PodContainer } from "../../facts/pods";
import { isCloudSqlProxy } from "../../facts/pods-proxy";
import { NOT_APPLICABLE, unknown, verdict } from "../../rule";

/** The Google account of a pod with a Cloud SQL Auth Proxy may connect to each instance of the stack that the proxy is for. */
export const sqlProxyMayConnect = containerRule((proxy, { object, pod, cluster, stack }) => {
  const targets = instancesOf(proxy).flatMap((name) =>
    stack.ofType("google_sql_database_instance").filter((one) => one.arguments.name === name),
  );
  const account = accountOf({ ...object, pod }, cluster);
  const email = account === undefined ? undefined : googleAccountOf(account);
  if (targets.length === 0 || email === undefined || !grantsCloudSql(stack)) {
    return NOT_APPLICABLE;
  }
  const google = stack.ofType("google_service_account").find((one) => namesAccount(email, one, stack));
  if (google === undefined) {
    return unknown("spec.serviceAccountName");
  }
  return verdict(
    targets
      .filter((target) => !mayUse(google, CONNECTS, target, stack))
      .map(
        (target) =>
          `${proxy.path} connects to ${String(target.arguments.name)} as ${email}, which has no "${CONNECTS[0] ?? ""}" for it`,
      ),
  );
}, isCloudSqlProxy);

/** The instances in the proxy's arguments, written `project:region:instance` with options behind a `?`. */
function instancesOf({ container }: PodContainer): readonly string[] {
  return (container.args ?? []).flatMap((argument) => {
    const [, name] = /^[^-\s:][^\s:]*(?::[^\s:]+)?:[a-z0-9-]+:([a-z0-9-]+)(?:\?.*)?$/.exec(argument) ?? [];
    return name === undefined ? [] : [name];
  });
}
