import { containerRule } from "../../facts/pods";
import { isUncertain } from "../../facts/pods-shape";
import { verdict } from "../../rule";

/** Ports below belong to root. https://kubernetes.io/docs/tasks/administer-cluster/sysctl-cluster/ */
const FIRST_FREE_PORT = 1024;
const SSH = 22;
/** An IANA service name. https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/#ports */
const NAME = /^(?=.{1,15}$)(?=.*[a-z])(?!.*--)[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;

/** Variables by which a process is told where to listen, as platforms from Heroku to Cloud Run do. */
const LISTENING = /^(PORT|METRICS_PORT|HEALTH_PORT|ADMIN_PORT)$/;

/** Containers listen above 1023, not as SSH servers, at ports with names of their own, and declare the ports that they are told to listen at. */
export const podPorts = containerRule(({ container, path }) => {
  const ports = container.ports ?? [];
  const numbers = ports.map(({ containerPort }) => containerPort);
  const names = ports.map(({ name }) => name);
  return verdict([
    ...ports.flatMap(({ name, containerPort, protocol }, index) => [
      ...(containerPort === SSH ? [`${path}.ports[${index}].containerPort is 22, an SSH server`] : []),
      ...(containerPort < FIRST_FREE_PORT && containerPort !== SSH
        ? [`${path}.ports[${index}].containerPort is ${containerPort}, below ${FIRST_FREE_PORT}`]
        : []),
      ...(name === undefined || NAME.test(name) ? [] : [`${path}.ports[${index}].name is "${name}", no service name`]),
      ...(name !== undefined && names.indexOf(name) !== index
        ? [`${path}.ports[${index}].name is "${name}" again`]
        : []),
      ...(numbers.indexOf(containerPort) !== index && ports[numbers.indexOf(containerPort)]?.protocol === protocol
        ? [`${path}.ports[${index}].containerPort is ${containerPort} again`]
        : []),
    ]),
    ...(container.env ?? []).flatMap(({ name, value }, index) =>
      LISTENING.test(name) && value !== undefined && !isUncertain(value) && !numbers.includes(Number(value))
        ? [`${path}.env[${index}] (${name}=${value}) is no port that the container declares`]
        : [],
    ),
  ]);
});
