import { type HostRoutes } from "../core/http-routing";
import { type GatewayService } from "./services";

/** Where requests go that match no host: one of the hosts, or a service with a policy of its own. */
export type Unmatched = { readonly redirectTo: string } | { readonly service: string };

/**
 * The entry point as the chart takes it (`gateway`), complete: the Gateway with its redirect from HTTP, and for each
 * host and service its HTTPRoute, GCPBackendPolicy and HealthCheckPolicy follow from it.
 */
export interface GatewayValues {
  /** The global static address, by name. */
  readonly addressName: string;
  /** The Certificate Manager map, by name. */
  readonly certificateMapName: string;
  /** The SSL policy, by name. */
  readonly sslPolicyName: string;
  /** Host to path prefix to service. */
  readonly hosts: HostRoutes;
  readonly unmatched: Unmatched;
  /** How the load balancer treats each service, by the name of its workload. */
  readonly services: Readonly<Record<string, GatewayService>>;
}
