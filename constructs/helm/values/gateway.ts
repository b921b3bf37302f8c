import * as z from "zod";
import { LOAD_BALANCER_LIMITS, PATH_PREFIX } from "../../core/http-routing";
import { NAME_RULES } from "../../core/naming";
import { host, integer, portName, text, workloadName } from "./scalars";

const computeName = (what: string) => text(NAME_RULES.compute.pattern, `be the name of ${what}`);
const pathPrefix = () => text(PATH_PREFIX.pattern, `be ${PATH_PREFIX.words}`, { maxLength: 1024 });

/** How the load balancer treats a workload: its GCPBackendPolicy. */
export const gatewayServiceSchema = z.strictObject({
  /** What requests become. Draining is stricter for a WebSocket. */
  protocol: z.enum(["http", "websocket"]),
  /** The name of the workload's port that takes the requests. */
  port: portName(),
  /**
   * The Cloud Armor policy, by name. `open-to-the-internet` attaches none and takes away the one that was attached:
   * rendered as "", since GKE may keep a policy that is not mentioned any more.
   * https://github.com/kubernetes/ingress-gce/pull/2202
   */
  securityPolicy: computeName("a Cloud Armor policy, or open-to-the-internet"),
  /**
   * Seconds until the load balancer cuts a request. For a WebSocket that is its whole life, active or not, so set
   * the longest session; 86400 is the most that makes sense, because Google's front ends restart.
   * https://gcpdiag.dev/rules/lb/BP/2025_002
   */
  timeoutSeconds: integer(1, LOAD_BALANCER_LIMITS.timeoutSeconds, "seconds"),
  /**
   * Seconds that open requests get on a pod that leaves; the load balancer cuts what is left then.
   * https://cloud.google.com/load-balancing/docs/enabling-connection-draining
   */
  drainingTimeoutSeconds: integer(0, LOAD_BALANCER_LIMITS.drainingTimeoutSeconds, "seconds"),
  /** @default NONE */
  sessionAffinity: z.enum(["NONE", "CLIENT_IP", "GENERATED_COOKIE"]).default("NONE"),
  /** Seconds that the cookie of GENERATED_COOKIE lives; 0 is the browser's session. @default 0 */
  cookieTtlSeconds: integer(0, LOAD_BALANCER_LIMITS.cookieTtlSeconds, "seconds").default(0),
  /**
   * How many of a million requests are logged, each with its whole URL. 0 switches the log off, which is right where
   * tokens travel in query strings.
   */
  loggedRequestsPerMillion: integer(0, 1000000),
});

/**
 * The entry point: one global external load balancer, and what leads where. Its resources exist outside the chart; an
 * `Edge` makes them and hands out all of this as `edge.gateway`.
 */
export const gatewaySchema = z.strictObject({
  /** The global static address, by name. */
  addressName: computeName("a global address"),
  /** The Certificate Manager map, by name. */
  certificateMapName: computeName("a certificate map"),
  /** The SSL policy, by name. It keeps TLS 1.0 and 1.1 out. */
  sslPolicyName: computeName("an SSL policy"),
  /** Host to path prefix to workload. The longest prefix wins; every host needs "/". An HTTPRoute for each host. */
  hosts: z.record(host(), z.record(pathPrefix(), workloadName())),
  /** Where requests for any other host go: exactly one of the two. */
  unmatched: z.strictObject({
    /** One of the hosts, by a redirect (302). */
    redirectTo: host().optional(),
    /** One of the services. */
    service: workloadName().optional(),
  }),
  /** How the load balancer treats each workload that a path leads to, by its name. */
  services: z.record(workloadName(), gatewayServiceSchema),
});
