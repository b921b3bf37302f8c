import { isRecord } from "../../../sandbox/kubernetes/objects";
import { podRule, specOf } from "../../facts/pods";
import { servicesOf } from "../../facts/pods-cluster";
import { NOT_APPLICABLE, shown, verdict } from "../../rule";

/** A pod declares the ports to which its Services lead. One that a Service knows by a name that is gone gets no traffic at all. */
export const podServicePorts = podRule((subject) => {
  const services = servicesOf(subject);
  if (services.length === 0) {
    return NOT_APPLICABLE;
  }
  const declared = subject.containers.flatMap(({ container }) => container.ports ?? []);
  return verdict(
    services.flatMap((service) => {
      const { ports } = specOf(service);
      return (Array.isArray(ports) ? (ports as readonly unknown[]) : []).filter(isRecord).flatMap((port) => {
        const { port: number, targetPort = number, protocol = "TCP" } = port;
        const isThere = declared.some(
          ({ name, containerPort, protocol: own = "TCP" }) =>
            own === protocol && (name === targetPort || String(containerPort) === String(targetPort)),
        );
        return isThere
          ? []
          : [
              `${subject.pod.path}.containers declare no port ${shown(targetPort)}/${String(protocol)}, to which Service "${service.name}" leads`,
            ];
      });
    }),
  );
});
