import { grantsOn, WRITE } from "../../facts/cluster-rbac";
import { verdict, type ObjectRule } from "../../rule";

/** No workload changes who reaches whom, or the settings of others: Services, Ingresses, routes, network policies, ConfigMaps. */
export const rbacNoNetworkWrites: ObjectRule = {
  kinds: ["Role", "ClusterRole"],
  evaluate: (role) =>
    verdict([
      ...grantsOn(role, "", ["services", "services/status", "endpoints", "configmaps"], WRITE),
      ...grantsOn(role, "networking.k8s.io", ["networkpolicies", "ingresses"], WRITE),
      ...grantsOn(role, "networking.gke.io", ["fqdnnetworkpolicies"], WRITE),
      ...grantsOn(role, "gateway.networking.k8s.io", ["gateways", "httproutes"], WRITE),
      ...grantsOn(role, "discovery.k8s.io", ["endpointslices"], WRITE),
    ]),
};
