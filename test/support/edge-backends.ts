import { type KubernetesObject } from "../../sandbox/kubernetes/objects";
import { type Container } from "../../sandbox/kubernetes/kubernetes-types";
import { backendsOf } from "./edge-chain";
import { named, type EdgeWorld } from "./edge-world";
import {
  answers,
  coversHost,
  find,
  type Listener,
  listenersOf,
  nameOf,
  ofKind,
  podsBehind,
  routesOf,
  type RouteSpec,
  specOf,
  takesEverything,
  targeting,
} from "./gateway-objects";

/** A Service that requests reach through a Gateway, and what its policies say. */
export interface EdgeBackend {
  /** Namespace and name. */
  readonly service: string;
  readonly securityPolicy: string | undefined;
  readonly timeoutSec: number | undefined;
  readonly drainingTimeoutSec: number | undefined;
  /** The HealthCheckPolicy. */
  readonly healthCheck: string | undefined;
}

/** The backends of all Gateways, and everything that is wrong with them, as sentences. */
export interface EdgeBackends {
  readonly backends: readonly EdgeBackend[];
  readonly problems: readonly string[];
}

interface BackendPolicy {
  readonly default?: {
    readonly securityPolicy?: string;
    readonly timeoutSec?: number;
    readonly connectionDraining?: { readonly drainingTimeoutSec?: number };
  };
}

/**
 * Every Service that requests reach through any Gateway and route has to have a security policy of the stack, a timeout,
 * a drain and a health check. Requests that match no route are answered by a backend of GKE's own, which has none of
 * them, so each listener must be covered completely.
 * https://cloud.google.com/kubernetes-engine/docs/concepts/gateway-api
 */
export function edgeBackends(world: EdgeWorld): EdgeBackends {
  const { objects } = world;
  const gateways = ofKind(objects, "Gateway");
  const listeners = gateways.flatMap((gateway) => listenersOf(gateway).map((listener) => ({ gateway, listener })));
  const references = listeners.flatMap(({ gateway, listener }) =>
    routesOf(objects, gateway, listener).flatMap(backendsOf),
  );
  const services = new Map(
    references.map((backend) => [
      `${backend.namespace}/${backend.name}`,
      find(objects, "Service", backend.namespace, backend.name),
    ]),
  );
  const found = [...services].map(([name, service]) => backend(objects, name, service));
  return {
    backends: found,
    problems: [
      ...(gateways.length === 0 ? ["no release has a Gateway"] : []),
      ...(found.length === 0 ? ["no route leads to a Service"] : []),
      ...found.flatMap((one) => policyProblems(world, one)),
      ...listeners.flatMap(({ gateway, listener }) => uncovered(objects, gateway, listener)),
    ],
  };
}

function backend(
  objects: readonly KubernetesObject[],
  name: string,
  service: KubernetesObject | undefined,
): EdgeBackend {
  const policies = service === undefined ? [] : targeting(objects, "GCPBackendPolicy", service);
  const checks = service === undefined ? [] : targeting(objects, "HealthCheckPolicy", service);
  const settings =
    policies.length === 1 && policies[0] !== undefined ? specOf<BackendPolicy>(policies[0]).default : undefined;
  return {
    service: name,
    securityPolicy: settings?.securityPolicy,
    timeoutSec: settings?.timeoutSec,
    drainingTimeoutSec: settings?.connectionDraining?.drainingTimeoutSec,
    healthCheck: checks.length === 1 && checks[0] !== undefined ? nameOf(checks[0]) : undefined,
  };
}

function policyProblems(world: EdgeWorld, one: EdgeBackend): readonly string[] {
  const { service, securityPolicy, timeoutSec, drainingTimeoutSec, healthCheck } = one;
  const policy =
    securityPolicy === undefined ? undefined : named(world, "google_compute_security_policy", securityPolicy);
  return [
    ...(securityPolicy === undefined ? [`the Service ${service} has no security policy`] : []),
    ...(securityPolicy !== undefined && policy === undefined
      ? [`the Service ${service} names the security policy ${securityPolicy}, which is not in the stack`]
      : []),
    ...(policy !== undefined && (policy.attributes.type ?? "CLOUD_ARMOR") !== "CLOUD_ARMOR"
      ? [
          `${policy.address} of the Service ${service} is of the type ${String(policy.attributes.type)}, not CLOUD_ARMOR`,
        ]
      : []),
    ...(timeoutSec === undefined ? [`the Service ${service} has no timeout`] : []),
    ...(drainingTimeoutSec === undefined ? [`the Service ${service} has no draining timeout`] : []),
    ...(healthCheck === undefined ? [`the Service ${service} has no HealthCheckPolicy`] : []),
  ];
}

/** Hosts and paths of a listener that GKE's default backend would answer. */
function uncovered(
  objects: readonly KubernetesObject[],
  gateway: KubernetesObject,
  listener: Listener,
): readonly string[] {
  const routes = routesOf(objects, gateway, listener).map((route) => specOf<RouteSpec>(route));
  const answered = (route: RouteSpec): boolean =>
    (route.rules ?? []).some((rule) => takesEverything(rule) && answers(rule));
  const where = `the listener ${listener.name} of ${nameOf(gateway)}`;
  const hosts = [...new Set(routes.flatMap(({ hostnames = [] }) => hostnames))];
  const catchAll = routes.some((route) => (route.hostnames ?? []).length === 0 && answered(route));
  return [
    ...(catchAll
      ? []
      : [`${where} has no catch-all: other hosts reach GKE's default backend, which has no security policy`]),
    ...hosts
      .filter(
        (host) =>
          !routes.some((route) => (route.hostnames ?? []).some((name) => coversHost(name, host)) && answered(route)),
      )
      .map((host) => `${where} leads not every path of ${host}: the others reach GKE's default backend`),
  ];
}

/**
 * What keeps long sessions, such as WebSockets, from living as long as they may, or from ending in peace when their pod
 * is replaced.
 *
 * @param host the host that sessions connect to
 * @param longestSessionSeconds how long a session may last
 */
export function sessionProblems(world: EdgeWorld, host: string, longestSessionSeconds: number): readonly string[] {
  const { objects } = world;
  const routes = ofKind(objects, "HTTPRoute").filter((route) =>
    (specOf<RouteSpec>(route).hostnames ?? []).some((hostname) => coversHost(hostname, host)),
  );
  const services = routes
    .flatMap(backendsOf)
    .flatMap(({ namespace, name }) => find(objects, "Service", namespace, name) ?? []);
  if (services.length === 0) {
    return [`no route leads ${host} to a Service`];
  }
  return services.flatMap((service) => {
    const { metadata } = service;
    const { timeoutSec = 30, drainingTimeoutSec = 0 } = backend(
      objects,
      `${metadata.namespace}/${metadata.name}`,
      service,
    );
    const pods = podsBehind(objects, service);
    return [
      ...(timeoutSec < longestSessionSeconds
        ? [`${nameOf(service)} ends connections after ${timeoutSec} s, but sessions last ${longestSessionSeconds} s`]
        : []),
      ...(pods.length === 0 ? [`${nameOf(service)} selects the pods of no Deployment`] : []),
      ...pods.flatMap(({ object, spec }) => {
        const grace = spec.terminationGracePeriodSeconds ?? 30;
        const waits = (spec.containers ?? []).map(preStopSeconds);
        const wait = Math.max(0, ...waits);
        return [
          ...(wait < grace
            ? []
            : [`the pods of ${nameOf(object)} are killed after ${grace} s, but wait ${wait} s before they stop`]),
          ...(drainingTimeoutSec <= wait
            ? []
            : [
                `${nameOf(service)} drains for ${drainingTimeoutSec} s, but its pods wait only ${wait} s before they stop`,
              ]),
        ];
      }),
    ];
  });
}

const preStopSeconds = ({ lifecycle }: Container): number => lifecycle?.preStop?.sleep?.seconds ?? 0;
