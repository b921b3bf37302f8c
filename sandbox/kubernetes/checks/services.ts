import { type ServicePort, type ServiceSpec } from "../kubernetes-types";
import { type KubernetesObject } from "../objects";
import { containersOf, type PodTemplate } from "../pod-templates";
import { type Review } from "../review";
import { matchesAll } from "../selectors";
import { type Check, type Finding } from "./check";

/** A Service must have ports, pods behind it, and target ports that those pods name. */
export const services: Check = {
  id: "services",
  source: "https://kubernetes.io/docs/concepts/services-networking/service/",
  effect: "does-not-work",
  find: (review) =>
    review.reviewed("", "Service").flatMap((object) => [...invalidPorts(object), ...deadEnds(object, review)]),
};

const specOf = (object: KubernetesObject): ServiceSpec => object.spec ?? {};

function invalidPorts(object: KubernetesObject): Finding[] {
  const { ports = [], type, clusterIP } = specOf(object);
  const refused = (path: string, message: string, fix: string): Finding => ({
    object,
    path,
    message,
    fix,
    effect: "refused",
  });
  const identity = ({ port, protocol = "TCP" }: ServicePort): string => `${port}/${protocol}`;
  return [
    ...(ports.length > 0 || type === "ExternalName" || clusterIP === "None"
      ? []
      : [refused("spec.ports", "required value is missing", "add a port")]),
    ...ports.flatMap((port, index) => [
      ...(ports.length > 1 && port.name === undefined
        ? [refused(`spec.ports[${index}].name`, "required when there is more than one port", "name every port")]
        : []),
      ...(ports.findIndex((other) => identity(other) === identity(port)) === index
        ? []
        : [refused(`spec.ports[${index}]`, `duplicate value ${identity(port)}`, "remove one")]),
      ...(port.name === undefined || ports.findIndex(({ name }) => name === port.name) === index
        ? []
        : [refused(`spec.ports[${index}].name`, `duplicate value "${port.name}"`, "give every port its own name")]),
    ]),
  ];
}

function deadEnds(object: KubernetesObject, review: Review): Finding[] {
  const { selector, ports = [], type } = specOf(object);
  if (selector === undefined || Object.keys(selector).length === 0 || type === "ExternalName") {
    return [];
  }
  const behind = review.allPodTemplates.filter(
    (template) =>
      template.object.metadata.namespace === object.metadata.namespace && matchesAll(selector, template.labels),
  );
  if (behind.length === 0 && !review.hidesPods(object.metadata.namespace)) {
    const fix = "select the labels of the workload's pod template";
    return [{ object, path: "spec.selector", message: "it selects no pod of the namespace", fix }];
  }
  return ports.flatMap(({ targetPort }, index): Finding[] => {
    const unnamed =
      typeof targetPort === "string" ? behind.filter((template) => !portNames(template).has(targetPort)) : [];
    return unnamed.map((template) => ({
      object,
      path: `spec.ports[${index}].targetPort`,
      message: `no container of ${template.object.kind} "${template.object.metadata.name}" has a port named "${String(targetPort)}"`,
      fix: "name the container's port, or use its number",
    }));
  });
}

function portNames(template: PodTemplate): ReadonlySet<string | undefined> {
  return new Set(containersOf(template).flatMap(({ container }) => (container.ports ?? []).map(({ name }) => name)));
}
