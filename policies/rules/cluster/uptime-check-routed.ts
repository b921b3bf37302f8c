import { textAt } from "../../facts/cluster-objects";
import { hostnamesOf } from "../../facts/cluster-gateway";
import { type RenderedObject } from "../../rendered/rendered-cluster";
import { blocksAt, isReference, valueAt, type Block } from "../../rendered/rendered-stack";
import { NOT_APPLICABLE, unknown, verdict, type ResourceRule } from "../../rule";

/** What an uptime check asks, a route answers, where the stack has routes. */
export const uptimeCheckRouted: ResourceRule = {
  appliesTo: ["google_monitoring_uptime_check_config"],
  evaluate: ({ arguments: block }, { cluster }) => {
    const host = valueAt(block, "monitored_resource.labels.host");
    const path = valueAt(block, "http_check.path") ?? "/";
    const routes = cluster.ofKind("HTTPRoute");
    if (isReference(host)) {
      return unknown("monitored_resource.labels.host");
    }
    // routes of another domain are for somebody else
    const domains = routes.flatMap(({ object }) => hostnamesOf(object)).map(domainOf);
    if (typeof host !== "string" || typeof path !== "string" || !domains.includes(domainOf(host))) {
      return NOT_APPLICABLE;
    }
    return verdict(
      routes.some((route) => answers(route, host, path))
        ? []
        : [`http_check.path is "${path}" of ${host}, which no route leads to a Service`],
    );
  },
};

/** The last two labels: what somebody owns, for most. */
const domainOf = (host: string): string => host.split(".").slice(-2).join(".");

function answers({ object }: RenderedObject, host: string, path: string): boolean {
  const hosts = hostnamesOf(object);
  return (
    (hosts.length === 0 || hosts.includes(host) || hosts.includes(host.replace(/^[^.]+/, "*"))) &&
    blocksAt(object, "spec.rules").some((rule) => {
      const matches = blocksAt(rule, "matches");
      return (
        blocksAt(rule, "backendRefs").length > 0 &&
        (matches.length === 0 || matches.some((match) => takes(match, path)))
      );
    })
  );
}

function takes(match: Block, path: string): boolean {
  const type = valueAt(match, "path.type") ?? "PathPrefix";
  const value = textAt(match, "path.value") ?? "/";
  if (type === "Exact") {
    return path === value;
  }
  const prefix = value.replace(/\/$/, "");
  // an expression can't be told
  return type !== "PathPrefix" || path === prefix || path.startsWith(`${prefix}/`);
}
