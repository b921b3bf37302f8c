import { type Container } from "../kubernetes-types";
import { containersOf, type PlacedContainer, type PodTemplate } from "../pod-templates";
import { quantity } from "../quantities";
import { type Check, type Finding } from "./check";

const LABEL = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;
const PORT_NAME = /^(?=.*[a-z])[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;
/** An IANA service name. https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/#ports */
const LONGEST_PORT_NAME = 15;

/** Names, ports, environment and resources of containers, which are validated in templates just as in pods. */
export const containers: Check = {
  id: "containers",
  source: "https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/#Container",
  effect: "refused",
  find: (review) =>
    review.podTemplates.flatMap((template) => [
      ...(template.spec.containers.length > 0
        ? []
        : [
            {
              object: template.object,
              path: `${template.path}.containers`,
              message: "required value is missing",
              fix: "add a container",
            },
          ]),
      ...repeatedNames(template),
      ...containersOf(template).flatMap((placed) => [
        ...names(template, placed),
        ...ports(template, placed),
        ...environment(template, placed),
        ...resources(template, placed),
        ...mounts(template, placed),
      ]),
    ]),
};

function repeatedNames(template: PodTemplate): Finding[] {
  const all = containersOf(template);
  return all
    .filter(({ container }, index) => all.findIndex((other) => other.container.name === container.name) !== index)
    .map(({ container, path }) => ({
      object: template.object,
      path: `${path}.name`,
      message: `duplicate value "${container.name}"`,
      fix: "give every container and init container its own name",
    }));
}

function names({ object }: PodTemplate, { container, path }: PlacedContainer): Finding[] {
  return container.name.length <= 63 && LABEL.test(container.name)
    ? []
    : [
        {
          object,
          path: `${path}.name`,
          message: `"${container.name}" must be a DNS label of at most 63 characters`,
          fix: "use lowercase letters, digits and '-'",
        },
      ];
}

function ports({ object }: PodTemplate, { container, path }: PlacedContainer): Finding[] {
  const list = container.ports ?? [];
  return list.flatMap(({ name, containerPort, protocol = "TCP" }, index): Finding[] => {
    const place = `${path}.ports[${index}]`;
    const first = list.findIndex(
      (other) => other.containerPort === containerPort && (other.protocol ?? "TCP") === protocol,
    );
    return [
      ...(name === undefined || (name.length <= LONGEST_PORT_NAME && PORT_NAME.test(name) && !name.includes("--"))
        ? []
        : [
            {
              object,
              path: `${place}.name`,
              message: `"${name}" must have at most ${LONGEST_PORT_NAME} lowercase letters, digits and '-', a letter among them`,
              fix: "shorten the name",
            },
          ]),
      ...(name !== undefined && list.findIndex((other) => other.name === name) !== index
        ? [{ object, path: `${place}.name`, message: `duplicate value "${name}"`, fix: "give every port its own name" }]
        : []),
      ...(first === index
        ? []
        : [
            {
              object,
              path: `${place}.containerPort`,
              message: `port ${containerPort}/${protocol} is there twice`,
              fix: "remove one",
              effect: "warning" as const,
            },
          ]),
    ];
  });
}

function environment({ object }: PodTemplate, { container, path }: PlacedContainer): Finding[] {
  const list = container.env ?? [];
  return list.flatMap(({ name, value, valueFrom }, index): Finding[] => {
    const place = `${path}.env[${index}]`;
    const sources = Object.values(valueFrom ?? {}).filter((source) => source !== undefined && source !== null);
    return [
      ...((value ?? "") !== "" && valueFrom !== undefined
        ? [
            {
              object,
              path: `${place}.valueFrom`,
              message: "may not be specified when `value` is not empty",
              fix: "keep one of the two",
            },
          ]
        : []),
      ...(valueFrom !== undefined && sources.length !== 1
        ? [
            {
              object,
              path: `${place}.valueFrom`,
              message: "must name exactly one source",
              fix: "name one of configMapKeyRef, secretKeyRef, fieldRef, resourceFieldRef",
            },
          ]
        : []),
      ...(list.findIndex((other) => other.name === name) === index
        ? []
        : [
            {
              object,
              path: `${place}.name`,
              message: `"${name}" is there twice, the last one wins`,
              fix: "remove one",
              effect: "warning" as const,
            },
          ]),
    ];
  });
}

function resources({ object }: PodTemplate, { container, path }: PlacedContainer): Finding[] {
  const { requests = {}, limits = {} } = container.resources ?? {};
  return Object.entries(requests)
    .filter(([name, value]) => limits[name] !== undefined && quantity(value) > quantity(limits[name]))
    .map(([name, value]) => ({
      object,
      path: `${path}.resources.requests[${name}]`,
      message: `${value} must be less than or equal to the ${name} limit of ${limits[name]}`,
      fix: "lower the request or raise the limit",
    }));
}

function mounts({ object, spec }: PodTemplate, { container, path }: PlacedContainer): Finding[] {
  const volumes = new Set((spec.volumes ?? []).map(({ name }) => name));
  const list: NonNullable<Container["volumeMounts"]> = container.volumeMounts ?? [];
  return list.flatMap(({ name, mountPath }, index): Finding[] => [
    ...(volumes.has(name)
      ? []
      : [
          {
            object,
            path: `${path}.volumeMounts[${index}].name`,
            message: `not found: "${name}" is no volume of the pod`,
            fix: "add the volume, or correct the name",
          },
        ]),
    ...(list.findIndex((other) => other.mountPath === mountPath) === index
      ? []
      : [
          {
            object,
            path: `${path}.volumeMounts[${index}].mountPath`,
            message: `"${mountPath}" must be unique`,
            fix: "mount every volume at its own path",
          },
        ]),
  ]);
}
