import { type Probe } from "../kubernetes-types";
import { containersOf, type PlacedContainer, type PodTemplate } from "../pod-templates";
import { type Check, type Finding } from "./check";

const HANDLERS = ["exec", "httpGet", "tcpSocket", "grpc"] as const;

/** Probes: exactly one handler, on a container that may have probes, at a port that the container declares. */
export const probes: Check = {
  id: "probes",
  source: "https://kubernetes.io/docs/tasks/configure-pod-container/configure-liveness-readiness-startup-probes/",
  effect: "refused",
  find: (review) =>
    review.podTemplates.flatMap((template) => containersOf(template).flatMap((placed) => probesOf(template, placed))),
};

function probesOf({ object }: PodTemplate, placed: PlacedContainer): Finding[] {
  const { container, path, role } = placed;
  const runsOn = role === "container" || (role === "init" && container.restartPolicy === "Always");
  return (["startupProbe", "livenessProbe", "readinessProbe"] as const).flatMap((name): Finding[] => {
    const probe = container[name];
    const place = `${path}.${name}`;
    if (probe === undefined || probe === null) {
      return [];
    }
    const success = probe.successThreshold ?? 1;
    return [
      ...(runsOn
        ? []
        : [
            {
              object,
              path: place,
              message: "may not be set for init containers without restartPolicy Always",
              fix: "remove it, or make the container a native sidecar",
            },
          ]),
      ...(handlersOf(probe) === 1
        ? []
        : [
            {
              object,
              path: place,
              message: `must have exactly one handler of ${HANDLERS.join(", ")}`,
              fix: "set one handler",
            },
          ]),
      ...(name === "readinessProbe" || success === 1
        ? []
        : [{ object, path: `${place}.successThreshold`, message: `must be 1 for a ${name}`, fix: "remove it" }]),
      ...undeclaredPort(object, placed, probe, place),
    ];
  });
}

const handlersOf = (probe: Probe): number =>
  HANDLERS.filter((handler) => probe[handler] !== undefined && probe[handler] !== null).length;

/** A probe may name a port only if the container declares the name; kubelet fails such a probe for ever. */
function undeclaredPort(
  object: Finding["object"],
  { container }: PlacedContainer,
  probe: Probe,
  place: string,
): Finding[] {
  return (["httpGet", "tcpSocket"] as const).flatMap((handler): Finding[] => {
    const port = probe[handler]?.port;
    const declared = (container.ports ?? []).map(({ name }) => name);
    return typeof port !== "string" || declared.includes(port)
      ? []
      : [
          {
            object,
            path: `${place}.${handler}.port`,
            message: `the container has no port named "${port}"`,
            fix: "declare the port, or correct the name",
            effect: "pods-never-start",
          },
        ];
  });
}
