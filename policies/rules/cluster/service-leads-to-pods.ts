import { textAt, textMap } from "../../facts/cluster-objects";
import { podsBehind } from "../../facts/cluster-gateway";
import { portsOf, type PodObject } from "../../facts/cluster-pods";
import { blocksAt, valueAt, type Block } from "../../rendered/rendered-stack";
import { NOT_APPLICABLE, verdict, type ObjectRule } from "../../rule";

/** A Service has pods of its namespace behind it, and each of its ports is one on which they listen. */
export const serviceLeadsToPods: ObjectRule = {
  kinds: ["Service"],
  evaluate: (service, { cluster }) => {
    const { object, namespace, name } = service;
    const selector = Object.entries(textMap(valueAt(object, "spec.selector")));
    if (valueAt(object, "spec.type") === "ExternalName") {
      return selector.length === 0
        ? NOT_APPLICABLE
        : verdict(['spec.type is "ExternalName", which leads to a name instead of the pods of spec.selector']);
    }
    if (selector.length === 0) {
      // addresses by hand have the Service's name, or a label with it
      const byHand = [...cluster.ofKind("Endpoints", namespace), ...cluster.ofKind("EndpointSlice", namespace)].some(
        (one) => one.name === name || one.object.metadata.labels?.["kubernetes.io/service-name"] === name,
      );
      return byHand ? NOT_APPLICABLE : verdict(["spec.selector is absent, so that nothing is behind the Service"]);
    }
    const pods = podsBehind(service, cluster);
    if (pods.length === 0) {
      // an operator's chart may make the pods
      return cluster.unknown.length > 0
        ? NOT_APPLICABLE
        : verdict([
            `spec.selector picks no pod of ${namespace}: ${selector.map(([key, value]) => `${key}=${value}`).join(", ")}`,
          ]);
    }
    const ports = blocksAt(object, "spec.ports");
    return verdict([
      ...(ports.length === 0 && valueAt(object, "spec.clusterIP") !== "None" ? ["spec.ports are none"] : []),
      ...ports.flatMap((port, index) => pods.flatMap((pod) => missing(port, pod, `spec.ports[${index}].targetPort`))),
    ]);
  },
};

function missing(port: Block, pod: PodObject, path: string): readonly string[] {
  const target = port.targetPort ?? port.port;
  const listening = portsOf(pod);
  // a number may be one that no container mentions; when they mention ports, it is a mistake
  if (listening.length === 0 && typeof target === "number") {
    return [];
  }
  const protocol = textAt(port, "protocol") ?? "TCP";
  return listening.some((one) => (one.name === target || one.port === target) && one.protocol === protocol)
    ? []
    : [`${path} is ${JSON.stringify(target)} over ${protocol}, which no container of ${pod.kind} ${pod.name} has`];
}
