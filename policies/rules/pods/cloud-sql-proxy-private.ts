import { containerRule } from "../../facts/pods";
import { isCloudSqlProxy, ProxySettings } from "../../facts/pods-proxy";
import { verdict } from "../../rule";

/** Ways to log in that put a key or token of somebody else into the pod. */
const OTHER_CREDENTIALS = ["credentials-file", "json-credentials", "token", "login-token", "gcloud-auth"];

/** The proxy reaches the instance at its private address, is reached by its own pod only, and logs in as the pod. */
export const cloudSqlProxyPrivate = containerRule((proxy) => {
  const settings = new ProxySettings(proxy);
  const at = `${proxy.path}.args`;
  const address = settings.get("address") ?? "127.0.0.1";
  return verdict([
    ...(settings.has("private-ip") || settings.has("psc")
      ? []
      : [`${at} has neither --private-ip nor --psc: the proxy asks for the public address`]),
    ...(/^(127\.|localhost$|::1$)/.test(address)
      ? []
      : [`${at} has --address=${address}: every pod that reaches this one reaches the database`]),
    ...OTHER_CREDENTIALS.filter((flag) => settings.get(flag) !== undefined).map(
      (flag) => `${at} has --${flag}, which logs in as somebody else than the pod`,
    ),
  ]);
}, isCloudSqlProxy);
