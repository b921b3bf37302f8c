import { containerRule, isLongRunning } from "../../facts/pods";
import { isCloudSqlProxy, ProxySettings } from "../../facts/pods-proxy";
import { verdict } from "../../rule";

/** What runs all the time logs in to the database with its identity. A Job that makes users and grants may need a password. */
export const cloudSqlProxyIamLogin = containerRule(
  (proxy) =>
    verdict(new ProxySettings(proxy).has("auto-iam-authn") ? [] : [`${proxy.path}.args lacks --auto-iam-authn`]),
  (placed, subject) => isCloudSqlProxy(placed) && isLongRunning(subject),
);
