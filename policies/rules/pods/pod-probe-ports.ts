import { containerRule } from "../../facts/pods";
import { PROBES, probedPort } from "../../facts/pods-probes";
import { NOT_APPLICABLE, verdict } from "../../rule";

/** Probes ask at a port that the container declares, with one handler each. Others never succeed, or succeed at something else. */
export const podProbePorts = containerRule(({ container, path }) => {
  const ports = (container.ports ?? [])
    .filter(({ protocol = "TCP" }) => protocol === "TCP")
    .flatMap(({ name, containerPort }): unknown[] => [name, containerPort]);
  const probes = PROBES.flatMap((name) => {
    const probe = container[name];
    return probe === undefined ? [] : [{ name, probe }];
  });
  if (probes.length === 0) {
    return NOT_APPLICABLE;
  }
  return verdict(
    probes.flatMap(({ name, probe }) => {
      const port = probedPort(probe);
      const handlers = [probe.httpGet, probe.tcpSocket, probe.grpc, probe.exec].filter((one) => one !== undefined);
      return [
        ...(handlers.length === 1 ? [] : [`${path}.${name} has ${handlers.length} handlers, not 1`]),
        ...(port === undefined || ports.includes(port)
          ? []
          : [`${path}.${name} asks at the port ${JSON.stringify(port)}, which the container doesn't declare for TCP`]),
        ...(probe.httpGet !== undefined && port === undefined ? [`${path}.${name}.httpGet.port is absent`] : []),
      ];
    }),
  );
});
