import { containerRule } from "../../facts/pods";
import { isCloudSqlProxy, ProxySettings } from "../../facts/pods-proxy";
import { verdict } from "../../rule";

/** Where the proxy answers unless it is told otherwise. https://github.com/GoogleCloudPlatform/cloud-sql-proxy#configuring-health-checks */
const DEFAULT_PORT = "9090";

/**
 * Kubernetes knows how the proxy is: it answers at an address that kubelet reaches, containers start after its startup probe, and liveness asks
 * for itself and not for the database, as `/readiness` does.
 */
export const cloudSqlProxyHealth = containerRule((proxy) => {
  const { container, path } = proxy;
  const settings = new ProxySettings(proxy);
  const port = settings.get("http-port") ?? DEFAULT_PORT;
  const declared = (container.ports ?? []).map(({ containerPort }) => String(containerPort));
  const address = settings.get("http-address") ?? "localhost";
  const asks = (name: "startupProbe" | "livenessProbe", right: string): string[] => {
    const asked = container[name]?.httpGet?.path;
    return asked === right ? [] : [`${path}.${name}.httpGet.path is ${asked ?? "absent"}, not ${right}`];
  };
  return verdict([
    ...(settings.has("health-check") ? [] : [`${path}.args lacks --health-check`]),
    ...(["0.0.0.0", "::"].includes(address)
      ? []
      : [`${path}.args has --http-address=${address}, which kubelet can't reach`]),
    ...(declared.includes(port) ? [] : [`${path}.ports lacks ${port}, where the proxy answers health checks`]),
    ...asks("startupProbe", "/startup"),
    ...asks("livenessProbe", "/liveness"),
  ]);
}, isCloudSqlProxy);
