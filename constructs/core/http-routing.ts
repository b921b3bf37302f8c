import { NAME_RULES, nameProblem } from "./naming";
import { isKnown, type Finding } from "./validation";

/** Host to path prefix to the name of the service that answers. */
export type HostRoutes = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** Where requests go that no host and path matches: away to one of the hosts, or to a service. */
export interface UnmatchedRequests {
  /** The host that they are redirected to. */
  readonly redirectTo?: string;
  /** The service that answers them. */
  readonly service?: string;
}

/** What {@link routingProblems} judges. */
export interface HttpRouting {
  readonly hosts: HostRoutes;
  /** The names of the services that there are. */
  readonly services: readonly string[];
  readonly unmatched: UnmatchedRequests;
}

/** What Google's global external Application Load Balancer allows, in seconds. */
export const LOAD_BALANCER_LIMITS = {
  /**
   * Longer is possible, but Google restarts its front ends, which ends every connection.
   * https://gcpdiag.dev/rules/lb/BP/2025_002
   */
  timeoutSeconds: 86_400,
  /** https://cloud.google.com/load-balancing/docs/enabling-connection-draining */
  drainingTimeoutSeconds: 3600,
  /** Two weeks: `cookieTtlSec` in https://github.com/GoogleCloudPlatform/gke-gateway-api */
  cookieTtlSeconds: 1_209_600,
} as const;

const RULES = "https://gateway-api.sigs.k8s.io/reference/spec/#httproutespec";

/** A path prefix of an HTTPRoute, at most 1024 characters. Stricter than the API: no escapes and no trailing slash. */
export const PATH_PREFIX = {
  pattern: /^(\/|(\/\.*[A-Za-z0-9_~!$&'()*+,;=:@-][A-Za-z0-9._~!$&'()*+,;=:@-]*)+)$/,
  words: "/ or such as /api, without a trailing slash, escapes and dot segments",
  source: "https://gateway-api.sigs.k8s.io/reference/spec/#httppathmatch",
} as const;

/** An HTTPRoute has at most 16 rules, and each path is one. */
const MOST_PATHS = 16;

/**
 * What is wrong between hosts, paths and services. What an HTTPRoute leaves over, GKE answers with a backend of its own
 * (`gw-serve404`), which no security policy protects: hence "/" for every host, and `unmatched`.
 */
export function routingProblems({ hosts, services, unmatched }: HttpRouting): readonly Finding[] {
  const entries = Object.entries(hosts);
  const led = new Set([...entries.flatMap(([, paths]) => Object.values(paths)), unmatched.service]);
  return [
    entries.length === 0 && { setting: "hosts", must: "name at least one host", fix: "add the host that is served" },
    ...entries.flatMap(([host, paths]) => hostProblems(host, paths, services)),
    ...services.map((service) => nameProblem(NAME_RULES.kubernetesLabel, "services", service)),
    ...services
      .filter((service) => !led.has(service))
      .map((service) => ({
        setting: key("services", service),
        must: "be where a host's path leads to",
        fix: "add a path that leads there, or remove the service",
      })),
    ...unmatchedProblems(unmatched, Object.keys(hosts), services),
  ];
}

function hostProblems(
  host: string,
  paths: Readonly<Record<string, string>>,
  services: readonly string[],
): readonly Finding[] {
  const setting = key("hosts", host);
  const entries = Object.entries(paths);
  return [
    !isKnown(host) && {
      setting: "hosts",
      must: "be known at synth, because routes and certificates are named after them",
      fix: "write the host itself instead of a reference",
    },
    nameProblem(NAME_RULES.host, "hosts", host),
    paths["/"] === undefined && {
      setting,
      must: 'have the path "/", because GKE answers what no path matches with a backend that no firewall protects',
      fix: 'add "/" with the service that answers everything else',
    },
    entries.length > MOST_PATHS && {
      setting,
      value: entries.length,
      must: `have at most ${MOST_PATHS} paths, as many as an HTTPRoute has rules`,
      fix: "let one prefix stand for several paths",
      source: RULES,
    },
    ...entries.map(
      ([path]) =>
        isKnown(path) &&
        !PATH_PREFIX.pattern.test(path) && {
          setting,
          value: path,
          must: `have paths that are ${PATH_PREFIX.words}`,
          fix: "correct the path",
          source: PATH_PREFIX.source,
        },
    ),
    ...entries
      .filter(([, service]) => !services.includes(service))
      .map(([path, service]) => ({
        setting: `${setting}["${path}"]`,
        value: service,
        must: "name one of the services",
        fix: choice(services),
      })),
  ];
}

function unmatchedProblems(
  { redirectTo, service }: UnmatchedRequests,
  hosts: readonly string[],
  services: readonly string[],
): readonly Finding[] {
  return [
    (redirectTo === undefined) === (service === undefined) && {
      setting: "unmatched",
      must: "be either a redirect or a service",
      fix: "set redirectTo or service",
    },
    redirectTo !== undefined &&
      hosts.length > 0 &&
      !hosts.includes(redirectTo) && {
        setting: "unmatched.redirectTo",
        value: redirectTo,
        must: "be one of the hosts, or the redirect could lead here again without end",
        fix: choice(hosts),
      },
    service !== undefined &&
      !services.includes(service) && {
        setting: "unmatched.service",
        value: service,
        must: "name one of the services",
        fix: choice(services),
      },
  ];
}

function choice(names: readonly string[]): string {
  return names.length === 0 ? "add it to services" : `choose one of ${names.join(", ")}`;
}

function key(setting: string, name: string): string {
  return /^[A-Za-z_][\w-]*$/.test(name) ? `${setting}.${name}` : `${setting}["${name}"]`;
}
