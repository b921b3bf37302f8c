import { type ITerraformDependable } from "cdktf";
import { type IWebFirewall } from "../cloud-armor/web-firewall";
import { LOAD_BALANCER_LIMITS } from "../core/http-routing";
import { outOfRange, type Finding } from "../core/validation";

/** The words that leave a service without a firewall. */
export const OPEN_TO_THE_INTERNET = "open-to-the-internet";

/**
 * How much of the load balancer's request log is kept: `off`, or so many of a million requests. An entry holds the whole
 * URL with its query string; no option leaves that out.
 * https://cloud.google.com/load-balancing/docs/https/https-logging-monitoring
 */
export type RequestLogs = "off" | { readonly perMillion: number };

/** What services have in common, whatever they speak. */
export interface EdgeServiceBase {
  /** The name of the workload's port that takes the requests. */
  readonly port: string;
  /**
   * What requests have to pass. `open-to-the-internet` takes a firewall away that was attached: anybody reaches the
   * pods, unfiltered and without a rate limit.
   */
  readonly firewall: IWebFirewall | typeof OPEN_TO_THE_INTERNET;
  /**
   * Whether a client comes to the same pod again: by its address, or by a cookie of the load balancer.
   * @default "NONE"
   */
  readonly sessionAffinity?: "NONE" | "CLIENT_IP" | "GENERATED_COOKIE";
  /**
   * Seconds that the cookie of `GENERATED_COOKIE` lives, up to 1209600 (two weeks). 0 is as long as the browser runs.
   * @default 0
   */
  readonly cookieTtlSeconds?: number;
}

/** A service that answers requests. */
export interface HttpService extends EdgeServiceBase {
  readonly protocol: "http";
  /**
   * Seconds until the load balancer gives up on an answer: 1 to 86400.
   * @default 30
   */
  readonly timeoutSeconds?: number;
  /**
   * Seconds that open requests get on a pod that leaves, 0 to 3600. Pods wait as long before they are told to stop.
   * @default 30
   */
  readonly drainSeconds?: number;
  /**
   * Query strings are in the log, so no secret may be in them. Without it, the firewall's verdicts on single requests
   * are not recorded either.
   * @default - every request
   */
  readonly requestLogs?: RequestLogs;
}

/** A service whose requests become WebSockets. */
export interface WebSocketService extends EdgeServiceBase {
  readonly protocol: "websocket";
  /**
   * Seconds until the load balancer cuts a WebSocket, busy or not: 1 to 86400. Google restarts its front ends, so
   * clients have to connect again sooner or later whatever stands here.
   */
  readonly sessionTimeoutSeconds: number;
  /**
   * Seconds that open WebSockets get on a pod that leaves, 0 to 3600. Pods wait at least as long before they are told
   * to stop, because an application closes its sockets then.
   * @default 300
   */
  readonly drainSeconds?: number;
  /**
   * Browsers can't set headers on WebSockets, so tokens end up in query strings, and those are in the log. Without it,
   * the firewall's verdicts only show as metrics.
   * @default "off"
   */
  readonly requestLogs?: RequestLogs;
}

/** What a host's path leads to. */
export type EdgeService = HttpService | WebSocketService;

/** How the load balancer treats a service: a `GCPBackendPolicy`, complete. */
export interface GatewayService {
  readonly protocol: "http" | "websocket";
  readonly port: string;
  /** The policy's name as a reference, or `open-to-the-internet`. */
  readonly securityPolicy: string;
  readonly timeoutSeconds: number;
  readonly drainingTimeoutSeconds: number;
  readonly sessionAffinity: "NONE" | "CLIENT_IP" | "GENERATED_COOKIE";
  readonly cookieTtlSeconds: number;
  readonly loggedRequestsPerMillion: number;
}

const ALL_REQUESTS = 1_000_000;

/** Fills in what the protocol implies. */
export function resolveService(service: EdgeService): GatewayService {
  const isSocket = service.protocol === "websocket";
  const { protocol, port, firewall, sessionAffinity = "NONE", cookieTtlSeconds = 0 } = service;
  const { requestLogs = isSocket ? "off" : { perMillion: ALL_REQUESTS } } = service;
  return {
    protocol,
    port,
    securityPolicy: firewall === OPEN_TO_THE_INTERNET ? firewall : firewall.policyName,
    timeoutSeconds: isSocket ? service.sessionTimeoutSeconds : (service.timeoutSeconds ?? 30),
    drainingTimeoutSeconds: service.drainSeconds ?? (isSocket ? 300 : 30),
    sessionAffinity,
    cookieTtlSeconds,
    loggedRequestsPerMillion: requestLogs === "off" ? 0 : requestLogs.perMillion,
  };
}

/** What has to exist before requests are let in: firewalls with all their rules. */
export function firewallsReady(services: readonly EdgeService[]): readonly ITerraformDependable[] {
  const ready = services.flatMap(({ firewall }) => (firewall === OPEN_TO_THE_INTERNET ? [] : firewall.ready));
  return [...new Set(ready)];
}

/** What Google would refuse, or would do otherwise than the caller thinks. */
export function serviceProblems(name: string, service: EdgeService): readonly Finding[] {
  const at = (setting: string): string => `services.${name}.${setting}`;
  const seconds = { unit: "seconds" };
  const { requestLogs, sessionAffinity, cookieTtlSeconds } = service;
  const lifetime = {
    ...seconds,
    source: "https://gcpdiag.dev/rules/lb/BP/2025_002",
  };
  return [
    // a caller without types may leave these out
    (service.firewall as unknown) === undefined && {
      setting: at("firewall"),
      must: "be a WebFirewall, or say that there is none",
      fix: `pass the firewall, or write "${OPEN_TO_THE_INTERNET}"`,
    },
    service.protocol === "websocket" &&
      (service.sessionTimeoutSeconds as unknown) === undefined && {
        setting: at("sessionTimeoutSeconds"),
        must: "be set, because the load balancer cuts WebSockets after 30 seconds otherwise",
        fix: "write the longest session in seconds",
      },
    service.protocol === "websocket"
      ? outOfRange(
          at("sessionTimeoutSeconds"),
          service.sessionTimeoutSeconds,
          1,
          LOAD_BALANCER_LIMITS.timeoutSeconds,
          lifetime,
        )
      : outOfRange(at("timeoutSeconds"), service.timeoutSeconds, 1, LOAD_BALANCER_LIMITS.timeoutSeconds, lifetime),
    outOfRange(at("drainSeconds"), service.drainSeconds, 0, LOAD_BALANCER_LIMITS.drainingTimeoutSeconds, {
      ...seconds,
      source: "https://cloud.google.com/load-balancing/docs/enabling-connection-draining",
    }),
    outOfRange(at("cookieTtlSeconds"), cookieTtlSeconds, 0, LOAD_BALANCER_LIMITS.cookieTtlSeconds, seconds),
    cookieTtlSeconds !== undefined &&
      sessionAffinity !== "GENERATED_COOKIE" && {
        setting: at("cookieTtlSeconds"),
        value: cookieTtlSeconds,
        must: 'be left out unless sessionAffinity is "GENERATED_COOKIE", because there is no cookie',
        fix: "remove it or choose that affinity",
      },
    requestLogs !== undefined &&
      requestLogs !== "off" &&
      outOfRange(at("requestLogs.perMillion"), requestLogs.perMillion, 1, ALL_REQUESTS, {
        fix: 'choose a value from 1 to 1000000, or "off" for none',
      }),
  ];
}
