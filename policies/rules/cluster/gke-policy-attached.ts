import { valueAt } from "../../rendered/rendered-stack";
import { shown, verdict, type ObjectRule } from "../../rule";
import { isRouted, policiesFor } from "../../facts/cluster-gateway";
import { named } from "../../facts/cluster-objects";

/** What each kind of policy may be attached to, by API group. */
const TARGETS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  GCPBackendPolicy: { Service: "", ServiceImport: "net.gke.io" },
  HealthCheckPolicy: { Service: "", ServiceImport: "net.gke.io" },
  GCPGatewayPolicy: { Gateway: "gateway.networking.k8s.io" },
};

/** A policy of GKE's Gateway is attached to something of its namespace, once: of two for one target the older wins silently. */
export const gkePolicyAttached: ObjectRule = {
  kinds: ["GCPBackendPolicy", "GCPGatewayPolicy", "HealthCheckPolicy"],
  evaluate: ({ object, kind, namespace, address }, { cluster }) => {
    const target = valueAt(object, "spec.targetRef.kind");
    const name = valueAt(object, "spec.targetRef.name");
    const group = valueAt(object, "spec.targetRef.group") ?? "";
    const wanted = typeof target === "string" ? TARGETS[kind]?.[target] : undefined;
    if (wanted === undefined || wanted !== group) {
      return verdict([`spec.targetRef is ${shown(target)} of group ${shown(group)}, to which a ${kind} does nothing`]);
    }
    const found = named(cluster.ofKind(String(target), namespace), name);
    const rivals =
      found === undefined ? [] : policiesFor(kind, found, cluster).filter((one) => one.address !== address);
    return verdict([
      ...(found === undefined && target !== "ServiceImport" && cluster.unknown.length === 0
        ? [`spec.targetRef.name is ${shown(name)}, and ${namespace} has no such ${String(target)}`]
        : []),
      ...(found?.kind === "Service" && cluster.ofKind("HTTPRoute").length > 0 && !isRouted(found, cluster)
        ? [`spec.targetRef.name is ${shown(name)}, to which no route leads`]
        : []),
      ...rivals.map((rival) => `spec.targetRef.name is ${shown(name)}, which ${rival.name} is attached to as well`),
    ]);
  },
};
