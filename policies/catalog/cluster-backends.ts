import { LEVELS } from "../levels";
import { backendSecurityPolicy } from "../rules/cluster/backend-security-policy";
import { backendDrains } from "../rules/cluster/backend-drains";
import { backendTimeout } from "../rules/cluster/backend-timeout";
import { backendLogging } from "../rules/cluster/backend-logging";
import { backendSpreadsClients } from "../rules/cluster/backend-spreads-clients";
import { healthCheckPolicy } from "../rules/cluster/health-check-policy";
import { healthCheckLogged } from "../rules/cluster/health-check-logged";
import { type PolicyRow } from "./row";

/** Services and what the load balancer does with the pods behind them. */
export const CLUSTER_BACKEND_ROWS: readonly PolicyRow[] = [
  {
    id: "backend-security-policy",
    level: LEVELS.production,
    fact: "every Service behind a Gateway has a Cloud Armor policy",
    why: "it is the way around the firewall",
    fix: "attach a GCPBackendPolicy with securityPolicy",
    covers: ["C18"],
    references: [
      "https://cloud.google.com/kubernetes-engine/docs/how-to/configure-gateway-resources#configure_cloud_armor",
    ],
    rule: backendSecurityPolicy,
  },
  {
    id: "backend-drains",
    level: LEVELS.production,
    fact: "requests that are under way are finished when a pod goes",
    why: "each roll-out cuts connections",
    fix: "set connectionDraining to the time that the pods' preStop waits",
    covers: ["C13"],
    references: ["https://cloud.google.com/load-balancing/docs/enabling-connection-draining"],
    rule: backendDrains,
  },
  {
    id: "backend-timeout",
    level: LEVELS.production,
    fact: "how long a request may take is decided, and no shorter than the draining",
    why: "WebSockets are cut after 30 seconds",
    fix: "set timeoutSec: the longest request, or the longest life of a WebSocket",
    covers: ["C13"],
    references: ["https://cloud.google.com/load-balancing/docs/https#timeouts_and_retries"],
    rule: backendTimeout,
  },
  {
    id: "backend-logging",
    level: LEVELS.recommended,
    fact: "requests are logged, but not those of WebSockets, whose address carries a token",
    why: "an attack can't be looked at afterwards; or the log keeps keys to sessions",
    fix: "set logging.enabled, and leave it off where connections last for hours",
    covers: ["C18"],
    references: [
      "https://cloud.google.com/kubernetes-engine/docs/how-to/configure-gateway-resources#http_access_logging",
    ],
    rule: backendLogging,
  },
  {
    id: "backend-spreads-clients",
    level: LEVELS.recommended,
    fact: "clients aren't tied to pods by their address",
    why: "an office behind one address is all on one pod",
    fix: "leave sessionAffinity at NONE, or use a cookie",
    covers: [],
    references: ["https://cloud.google.com/load-balancing/docs/backend-service#session_affinity"],
    rule: backendSpreadsClients,
  },
  {
    id: "health-check-policy",
    level: LEVELS.production,
    fact: "a Service behind a Gateway says how it is checked, over HTTP and within a minute",
    why: "a broken pod keeps getting requests, or a good one gets none",
    fix: "attach a HealthCheckPolicy with the readiness probe's path and port",
    covers: ["C13"],
    references: [
      "https://cloud.google.com/kubernetes-engine/docs/how-to/configure-gateway-resources#configure_health_check",
    ],
    rule: healthCheckPolicy,
  },
  {
    id: "health-check-logged",
    level: LEVELS.recommended,
    fact: "changes of a backend's health are logged",
    why: "why a pod got no requests is known to nobody",
    fix: "set logConfig.enabled",
    covers: ["C16"],
    references: ["https://cloud.google.com/load-balancing/docs/health-check-logging"],
    rule: healthCheckLogged,
  },
];
