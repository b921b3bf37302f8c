import { expectArgument, NOT_APPLICABLE, type ResourceRule } from "../../rule";

/** Subnets of proxies and of private NAT have no instances that call Google: https://cloud.google.com/vpc/docs/subnets#purpose */
const WITHOUT_INSTANCES: ReadonlySet<unknown> = new Set([
  "REGIONAL_MANAGED_PROXY",
  "GLOBAL_MANAGED_PROXY",
  "INTERNAL_HTTPS_LOAD_BALANCER",
  "PRIVATE_SERVICE_CONNECT",
  "PRIVATE_NAT",
]);

/** Instances without public addresses reach Google's APIs without leaving its network. */
export const subnetPrivateGoogleAccess: ResourceRule = {
  appliesTo: ["google_compute_subnetwork"],
  evaluate: (subnet) =>
    WITHOUT_INSTANCES.has(subnet.arguments.purpose) || subnet.arguments.stack_type === "IPV6_ONLY"
      ? NOT_APPLICABLE
      : expectArgument(subnet, "private_ip_google_access", true),
};
