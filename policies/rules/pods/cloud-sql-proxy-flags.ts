import { containerRule } from "../../facts/pods";
import { isCloudSqlProxy, ProxySettings } from "../../facts/pods-proxy";
import { verdict } from "../../rule";

/** Most that an instance of Cloud SQL for PostgreSQL accepts by default. https://cloud.google.com/sql/docs/postgres/flags#postgres-m */
const MOST_CONNECTIONS = 1000;

/** The proxy is version 2, listens at a port that is written down, lets connections end, bounds them, and writes logs that can be searched. */
export const cloudSqlProxyFlags = containerRule((proxy) => {
  const settings = new ProxySettings(proxy);
  const at = `${proxy.path}.args`;
  const connections = Number(settings.get("max-connections") ?? 0);
  return verdict([
    ...(proxy.container.image?.includes("gce-proxy") === true
      ? [`${proxy.path}.image is version 1 of the proxy, which gets no fixes`]
      : []),
    ...["structured-logs", "exit-zero-on-sigterm"]
      .filter((flag) => !settings.has(flag))
      .map((flag) => `${at} lacks --${flag}`),
    ...(settings.get("port") === undefined ? [`${at} lacks --port`] : []),
    ...(settings.seconds("max-sigterm-delay") > 0 ? [] : [`${at} lacks --max-sigterm-delay: open queries break`]),
    ...(connections > 0 && connections <= MOST_CONNECTIONS
      ? []
      : [`${at} has --max-connections=${connections}, not between 1 and ${MOST_CONNECTIONS}`]),
    ...(settings.has("quiet") ? [`${at} has --quiet: nobody sees why a login fails`] : []),
  ]);
}, isCloudSqlProxy);
