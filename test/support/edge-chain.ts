import { type KubernetesObject } from "../../sandbox/kubernetes/objects";
import { type EvaluatedResource } from "./evaluate";
import { attribute, named, type EdgeRecord, type EdgeWorld } from "./edge-world";
import {
  type BackendRef,
  containerWith,
  coversHost,
  find,
  keptAway,
  type Listener,
  listenersOf,
  nameOf,
  ofKind,
  podsBehind,
  portsOf,
  redirects,
  routesOf,
  type RouteSpec,
  type Rule,
  specOf,
  takesEverything,
  targeting,
} from "./gateway-objects";

/** What was found on the way from a host's name to its pods. */
export interface EdgeChain {
  readonly host: string;
  /** Each link that holds, in order, as far as the walk came. */
  readonly steps: readonly string[];
  /** The first link that does not hold, as a sentence. */
  readonly broken?: string;
}

class BrokenLink extends Error {}

/**
 * Walks each host's chain: DNS record, address, Gateway, SSL policy, certificate map, entry, certificate, authorization,
 * its record, route, Service, pods, readiness probe, network policy, and the redirect of clear text.
 *
 * @param hosts what has to be reachable, at least one; hosts that only a route or a map entry knows are walked as well
 */
export function edgeChains(world: EdgeWorld, hosts: readonly string[]): readonly EdgeChain[] {
  if (hosts.length === 0) {
    throw new Error("no host to walk to");
  }
  const routed = ofKind(world.objects, "HTTPRoute").flatMap((route) => specOf<RouteSpec>(route).hostnames ?? []);
  const certified = world.resources.flatMap(({ type, attributes }) =>
    type === "google_certificate_manager_certificate_map_entry" && typeof attributes.hostname === "string"
      ? [attributes.hostname]
      : [],
  );
  return [...new Set([...hosts, ...routed, ...certified])].map((host) => walk(world, host));
}

function walk(world: EdgeWorld, host: string): EdgeChain {
  const steps: string[] = [];
  const step = (text: string): void => void steps.push(text);
  try {
    const { record, gateway } = fromNameToGateway(world, host, step);
    certificateOf(world, host, gateway, record, step);
    sslPolicyOf(world, gateway, step);
    for (const backend of routeOf(world, host, gateway, step)) {
      podsOf(world, backend, step);
    }
    redirectOf(world, host, gateway, step);
    return { host, steps };
  } catch (error) {
    if (!(error instanceof BrokenLink)) {
      throw error;
    }
    return { host, steps, broken: error.message };
  }
}

function need<T>(value: T | undefined, otherwise: string): T {
  if (value === undefined) {
    throw new BrokenLink(otherwise);
  }
  return value;
}

function must(holds: boolean, otherwise: string): void {
  if (!holds) {
    throw new BrokenLink(otherwise);
  }
}

type Step = (text: string) => void;

function fromNameToGateway(world: EdgeWorld, host: string, step: Step) {
  const record = need(
    world.records.find(({ name, type }) => type === "A" && name === `${host}.`),
    `no A record has the name ${host}.`,
  );
  inPublicZone(world, record);
  step(`A record ${record.name} (${record.from})`);
  const address = need(
    world.resources.find(
      (resource) =>
        resource.type === "google_compute_global_address" && record.values.includes(attribute(resource, "address")),
    ),
    `${record.from} leads to ${record.values.join(", ")}, which is no google_compute_global_address of the stack`,
  );
  must(address.attributes.address_type !== "INTERNAL", `${address.address} is an internal address`);
  const name = String(address.attributes.name);
  step(`address ${name} (${address.address})`);

  const gateways = ofKind(world.objects, "Gateway");
  const addresses = (gateway: KubernetesObject): readonly { readonly type?: string; readonly value: string }[] =>
    specOf<{ addresses?: readonly { type?: string; value: string }[] }>(gateway).addresses ?? [];
  const gateway = need(
    gateways.find((candidate) =>
      addresses(candidate).some(({ type, value }) => type === "NamedAddress" && value === name),
    ),
    gateways.length === 0
      ? "no release has a Gateway"
      : `no Gateway uses the address ${name}: ${gateways
          .map(
            (other) =>
              `${nameOf(other)} uses ${
                addresses(other)
                  .map(({ value }) => value)
                  .join(", ") || "none"
              }`,
          )
          .join("; ")}`,
  );
  step(nameOf(gateway));
  return { record, gateway };
}

/** A zone of the stack must be public and hold the name; one that exists already can't be looked at. */
function inPublicZone(world: EdgeWorld, { from, name, zone }: EdgeRecord): void {
  const own = zone === undefined ? undefined : named(world, "google_dns_managed_zone", zone);
  if (own === undefined) {
    return;
  }
  const domain = String(own.attributes.dns_name);
  must(name === domain || name.endsWith(`.${domain}`), `${from} lies outside of its zone's domain ${domain}`);
  must(own.attributes.visibility !== "private", `the zone ${zone} of ${from} is private`);
}

function certificateOf(
  world: EdgeWorld,
  host: string,
  gateway: KubernetesObject,
  record: EdgeRecord,
  step: Step,
): void {
  const mapName = need(
    gateway.metadata.annotations?.["networking.gke.io/certmap"],
    `${nameOf(gateway)} has no annotation networking.gke.io/certmap`,
  );
  const map = need(
    named(world, "google_certificate_manager_certificate_map", mapName),
    `${nameOf(gateway)} names the certificate map ${mapName}, which is not in the stack`,
  );
  step(`certificate map ${mapName} (${map.address})`);
  const entry = need(
    world.resources.find(
      ({ type, attributes }) =>
        type === "google_certificate_manager_certificate_map_entry" &&
        named(world, map.type, String(attributes.map)) === map &&
        coversHost(String(attributes.hostname), host),
    ),
    `the certificate map ${mapName} has no entry for ${host}`,
  );
  step(`certificate map entry ${host} (${entry.address})`);
  const ids = (entry.attributes.certificates ?? []) as readonly string[];
  must(ids.length > 0, `${entry.address} names no certificate`);
  for (const id of ids) {
    const certificate = need(
      named(world, "google_certificate_manager_certificate", id),
      `${entry.address} names the certificate ${id}, which is not in the stack`,
    );
    authorizationOf(world, host, certificate, record, step);
  }
}

interface ManagedCertificate {
  readonly domains?: readonly string[];
  readonly dns_authorizations?: readonly string[];
}

function authorizationOf(
  world: EdgeWorld,
  host: string,
  certificate: EvaluatedResource,
  record: EdgeRecord,
  step: Step,
): void {
  const { domains = [], dns_authorizations = [] } = (certificate.attributes.managed ?? {}) as ManagedCertificate;
  must(
    domains.some((domain) => coversHost(domain, host)),
    `${certificate.address} is for ${domains.join(", ") || "no domain"}, not for ${host}`,
  );
  step(`certificate for ${domains.join(", ")} (${certificate.address})`);
  const authorization = need(
    dns_authorizations
      .map((id) => named(world, "google_certificate_manager_dns_authorization", id))
      .find((found) => found !== undefined && coversHost(`*.${String(found.attributes.domain)}`, `x.${host}`)),
    `${certificate.address} has no DNS authorization for ${host}`,
  );
  step(`DNS authorization (${authorization.address})`);
  const answer = `${authorization.address}.dns_resource_record.0`;
  const proof = need(
    world.records.find(({ name }) => name === `${answer}.name`),
    `no record proves the domain of ${authorization.address}`,
  );
  must(
    [`${answer}.type`, "CNAME"].includes(proof.type) && proof.values.includes(`${answer}.data`),
    `${proof.from} does not say what ${authorization.address} asks for`,
  );
  must(proof.zone === record.zone, `${proof.from} is in the zone ${proof.zone}, but ${record.from} in ${record.zone}`);
  step(`CNAME record (${proof.from})`);
}

function sslPolicyOf(world: EdgeWorld, gateway: KubernetesObject, step: Step): void {
  const policies = targeting(world.objects, "GCPGatewayPolicy", gateway);
  must(policies.length === 1, `${policies.length} GCPGatewayPolicies target ${nameOf(gateway)}, not exactly one`);
  const name = need(
    policies.map((policy) => specOf<{ default?: { sslPolicy?: string } }>(policy).default?.sslPolicy)[0],
    `the GCPGatewayPolicy of ${nameOf(gateway)} names no SSL policy`,
  );
  const policy = need(
    named(world, "google_compute_ssl_policy", name),
    `the GCPGatewayPolicy of ${nameOf(gateway)} names the SSL policy ${name}, which is not in the stack`,
  );
  const { min_tls_version: version, profile } = policy.attributes;
  must(
    version === "TLS_1_2" && profile === "RESTRICTED",
    `${policy.address} allows ${String(version)} with the profile ${String(profile)}, not TLS_1_2 and RESTRICTED`,
  );
  step(`SSL policy ${name} (${policy.address})`);
}

/** A reference to a Service, with the namespace that it means. */
export interface Backend extends BackendRef {
  readonly namespace: string | undefined;
  /** The route that leads there. */
  readonly route: string;
}

/** The backends of a route's rules. */
export function backendsOf(route: KubernetesObject): readonly Backend[] {
  return (specOf<RouteSpec>(route).rules ?? [])
    .flatMap(({ backendRefs = [] }) => backendRefs)
    .map((backend) => ({
      ...backend,
      namespace: backend.namespace ?? route.metadata.namespace,
      route: nameOf(route),
    }));
}

const listening = (gateway: KubernetesObject, protocol: string, host: string): Listener | undefined =>
  listenersOf(gateway).find(
    (listener) =>
      listener.protocol === protocol && (listener.hostname === undefined || coversHost(listener.hostname, host)),
  );

function routeOf(world: EdgeWorld, host: string, gateway: KubernetesObject, step: Step): readonly Backend[] {
  const listener = need(listening(gateway, "HTTPS", host), `${nameOf(gateway)} has no HTTPS listener for ${host}`);
  must(
    listener.port === 443,
    `the listener ${listener.name} of ${nameOf(gateway)} is on port ${listener.port}, not 443`,
  );
  const routes = routesOf(world.objects, gateway, listener).filter((route) =>
    (specOf<RouteSpec>(route).hostnames ?? []).some((hostname) => coversHost(hostname, host)),
  );
  must(routes.length > 0, `no HTTPRoute of the listener ${listener.name} of ${nameOf(gateway)} has the host ${host}`);
  const backends = routes.flatMap(backendsOf);
  must(
    routes.some((route) =>
      (specOf<RouteSpec>(route).rules ?? []).some(
        (rule) => takesEverything(rule) && (rule.backendRefs ?? []).length > 0,
      ),
    ),
    `${routes.map(nameOf).join(", ")} leads "/" of ${host} to no backend`,
  );
  step(`listener ${listener.name} → ${routes.map(nameOf).join(", ")}`);
  return backends;
}

function podsOf(world: EdgeWorld, backend: Backend, step: Step): void {
  const { objects } = world;
  const service = need(
    find(objects, "Service", backend.namespace, backend.name),
    `${backend.route} leads to the Service ${backend.namespace}/${backend.name}, which no release has`,
  );
  const port = need(
    portsOf(service).find((candidate) => candidate.port === backend.port),
    `${backend.route} leads to port ${backend.port} of ${nameOf(service)}, which has ${portsOf(service)
      .map((candidate) => candidate.port)
      .join(", ")}`,
  );
  step(`${nameOf(service)} port ${port.port}`);
  const pods = podsBehind(objects, service);
  must(pods.length > 0, `${nameOf(service)} selects the pods of no Deployment`);
  for (const pod of pods) {
    const target = port.targetPort ?? port.port;
    const { container, number } = need(
      containerWith(pod, target),
      `${nameOf(service)} sends to port ${target}, which no container of ${nameOf(pod.object)} has`,
    );
    step(`${nameOf(pod.object)}, container ${container.name}, port ${number}`);
    const { httpGet } = container.readinessProbe ?? {};
    const probe = need(httpGet, `the container ${container.name} of ${nameOf(pod.object)} has no HTTP readiness probe`);
    const probed = need(
      containerWith(pod, probe.port)?.number,
      `the readiness probe of ${nameOf(pod.object)} asks port ${String(probe.port)}, which no container has`,
    );
    const asked = healthCheckOf(objects, service, number);
    must(
      asked.path === probe.path && asked.port === probed,
      `${asked.policy} asks for ${asked.path} on port ${asked.port}, but the readiness probe of ${nameOf(pod.object)} for ${probe.path} on port ${probed}`,
    );
    step(`readiness probe and health check ${asked.path} on port ${asked.port} (${asked.policy})`);
    for (const open of new Set([number, probed])) {
      const range = keptAway(objects, pod, open);
      must(range === undefined, `no NetworkPolicy lets ${range} reach port ${open} of ${nameOf(pod.object)}`);
    }
    step(`the load balancer reaches port ${number}`);
  }
}

interface HealthCheckSpec {
  readonly default?: {
    readonly config?: {
      readonly type?: string;
      readonly httpHealthCheck?: {
        readonly portSpecification?: string;
        readonly port?: number;
        readonly requestPath?: string;
      };
    };
  };
}

function healthCheckOf(objects: readonly KubernetesObject[], service: KubernetesObject, servingPort: number) {
  const [policy] = targeting(objects, "HealthCheckPolicy", service);
  const found = need(policy, `no HealthCheckPolicy targets ${nameOf(service)}`);
  const check = need(
    specOf<HealthCheckSpec>(found).default?.config?.httpHealthCheck,
    `${nameOf(found)} asks nothing over HTTP`,
  );
  // without a port the load balancer asks on the serving port, and for / without a path
  const port = check.portSpecification === "USE_SERVING_PORT" ? servingPort : (check.port ?? servingPort);
  return { policy: nameOf(found), path: check.requestPath ?? "/", port };
}

function redirectOf(world: EdgeWorld, host: string, gateway: KubernetesObject, step: Step): void {
  const listener = need(listening(gateway, "HTTP", host), `${nameOf(gateway)} has no HTTP listener that redirects`);
  const routes = routesOf(world.objects, gateway, listener).filter((route) => {
    const { hostnames = [] } = specOf<RouteSpec>(route);
    return hostnames.length === 0 || hostnames.some((hostname) => coversHost(hostname, host));
  });
  must(routes.length > 0, `http://${host} is not redirected: no HTTPRoute hangs on the listener ${listener.name}`);
  const rules = routes.flatMap((route) =>
    (specOf<RouteSpec>(route).rules ?? []).map((rule) => ({ rule, name: nameOf(route) })),
  );
  for (const { rule, name } of rules) {
    must(redirectsToHttps(rule), `${name} answers http://${host} with something else than a redirect to HTTPS`);
  }
  must(
    rules.some(({ rule }) => takesEverything(rule)),
    `${routes.map(nameOf).join(", ")} does not redirect every path of http://${host}`,
  );
  step(`listener ${listener.name} → ${routes.map(nameOf).join(", ")} → https`);
}

const redirectsToHttps = (rule: Rule): boolean =>
  redirects(rule) &&
  (rule.backendRefs ?? []).length === 0 &&
  (rule.filters ?? []).every(
    ({ type, requestRedirect }) => type !== "RequestRedirect" || requestRedirect?.scheme === "https",
  );
