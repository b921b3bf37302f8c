import { fieldOf, isServing, podRule } from "../../facts/pods";
import { attachedPolicies, servicesOf } from "../../facts/pods-cluster";
import { NOT_APPLICABLE, verdict } from "../../rule";

/**
 * A pod stays as long as the load balancer lets its open connections end: the pause before it stops is no shorter than the draining of its
 * Service, or else sockets that are still drained break with the process.
 * https://cloud.google.com/kubernetes-engine/docs/how-to/configure-gateway-resources#configure_connection_draining_timeout
 */
export const podOutlivesDraining = podRule((subject) => {
  const timeouts = attachedPolicies("GCPBackendPolicy", servicesOf(subject), subject.cluster).flatMap(
    ({ object, name }) => {
      const seconds = fieldOf(object, "spec.default.connectionDraining.drainingTimeoutSec");
      return typeof seconds === "number" ? [{ seconds, name }] : [];
    },
  );
  const serving = subject.containers.filter((placed) => isServing(placed, subject));
  if (timeouts.length === 0 || serving.length === 0) {
    return NOT_APPLICABLE;
  }
  return verdict(
    serving.flatMap(({ container, path }) => {
      const pause = container.lifecycle?.preStop?.sleep?.seconds ?? 0;
      const isOther = (container.lifecycle?.preStop?.exec ?? container.lifecycle?.preStop?.httpGet) !== undefined;
      return timeouts
        .filter(({ seconds }) => !isOther && pause < seconds)
        .map(
          ({ seconds, name }) =>
            `${path}.lifecycle.preStop.sleep.seconds is ${pause}, and GCPBackendPolicy "${name}" drains for ${seconds}`,
        );
    }),
  );
});
