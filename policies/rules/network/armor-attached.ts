import { valueAt } from "../../rendered/rendered-stack";
import { NOT_APPLICABLE, shown, unknown, verdict, type ResourceRule } from "../../rule";

const BACKENDS = [
  "google_compute_backend_service",
  "google_compute_region_backend_service",
  "google_compute_backend_bucket",
];

/** A policy is in front of something. Where a stack has neither backends nor a cluster's objects, another stack attaches it. */
export const armorAttached: ResourceRule = {
  appliesTo: ["google_compute_security_policy"],
  evaluate: (policy, stack) => {
    const backends = BACKENDS.flatMap((type) => stack.ofType(type));
    const inCluster = ["GCPBackendPolicy", "BackendConfig"].flatMap((kind) => stack.cluster.ofKind(kind));
    const named = [
      ...backends.flatMap(({ arguments: block }) => [block.security_policy, block.edge_security_policy]),
      ...inCluster.flatMap(({ object }) => [
        valueAt(object, "spec.default.securityPolicy"),
        valueAt(object, "spec.securityPolicy.name"),
      ]),
    ];
    const asEdge = backends.some(({ arguments: block }) => stack.refersTo(block.edge_security_policy, policy));
    if (named.some((value) => stack.refersTo(value, policy))) {
      const { type } = policy.arguments;
      return verdict(
        type === "CLOUD_ARMOR_EDGE" && !asEdge
          ? [`type is ${shown(type)}, which is for a cache before the load balancer only`]
          : [],
      );
    }
    if (stack.cluster.unknown.length > 0) {
      return unknown("what a chart attaches the policy to");
    }
    const elsewhere = backends.length === 0 && stack.cluster.objects.length === 0;
    return elsewhere
      ? NOT_APPLICABLE
      : verdict(["name is in no backend service and in no GCPBackendPolicy, so that the policy protects nothing"]);
  },
};
