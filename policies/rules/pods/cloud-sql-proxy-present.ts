import { containerRule } from "../../facts/pods";
import { isCloudSqlProxy, ProxySettings } from "../../facts/pods-proxy";
import { NOT_APPLICABLE, verdict } from "../../rule";

const DEFAULT_PORT = "5432";

/**
 * A container that speaks to PostgreSQL in its own pod finds somebody there, and one that logs in as a Google account, whose user ends in `.iam`
 * or is an address, has a proxy that does it. https://cloud.google.com/sql/docs/postgres/iam-logins
 */
export const cloudSqlProxyPresent = containerRule(({ container, path }, { containers }) => {
  const variables = new Map((container.env ?? []).map(({ name, value }) => [name, value ?? ""]));
  const user = variables.get("PGUSER") ?? "";
  const host = variables.get("PGHOST") ?? "";
  const port = variables.get("PGPORT") ?? DEFAULT_PORT;
  const proxies = containers.filter(isCloudSqlProxy).map((proxy) => new ProxySettings(proxy));
  const isLocal = /^(127\.|localhost$|::1$)/.test(host);
  const isIdentity = /@[a-z0-9.:-]+\.iam$/.test(user);
  if (!isLocal && !isIdentity) {
    return NOT_APPLICABLE;
  }
  const others = containers.filter((other) => other.container !== container);
  const listens =
    proxies.some((proxy) => (proxy.get("port") ?? DEFAULT_PORT) === port) ||
    others.some((other) => (other.container.ports ?? []).some(({ containerPort }) => String(containerPort) === port));
  return verdict([
    ...(isLocal && !listens ? [`${path}.env has PGHOST=${host}, and nothing in the pod listens at port ${port}`] : []),
    ...(isIdentity && !proxies.some((proxy) => proxy.has("auto-iam-authn"))
      ? [`${path}.env has PGUSER=${user}, and no proxy with --auto-iam-authn logs in as that`]
      : []),
  ]);
});
