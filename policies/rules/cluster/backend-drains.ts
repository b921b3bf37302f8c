import { isRouted, podsBehind, policiesFor } from "../../facts/cluster-gateway";
import { numberAt } from "../../facts/cluster-objects";
import { graceSeconds, preStopSeconds } from "../../facts/cluster-pods";
import { NOT_APPLICABLE, verdict, type ObjectRule } from "../../rule";

/**
 * Requests that are under way are finished when a pod goes: the load balancer drains for as long as the pod's hook keeps it listening, and
 * no longer than the pod has. Without it connections are cut at once.
 * https://cloud.google.com/load-balancing/docs/enabling-connection-draining
 */
export const backendDrains: ObjectRule = {
  kinds: ["Service"],
  evaluate: (service, { cluster }) => {
    if (!isRouted(service, cluster)) {
      return NOT_APPLICABLE;
    }
    const [policy] = policiesFor("GCPBackendPolicy", service, cluster);
    const path = "spec.default.connectionDraining.drainingTimeoutSec";
    const seconds = (policy === undefined ? undefined : numberAt(policy.object, path)) ?? 0;
    const pods = podsBehind(service, cluster);
    const wait = Math.max(0, ...pods.map(preStopSeconds));
    const grace = Math.min(...pods.map(graceSeconds));
    return verdict([
      ...(seconds > 0 ? [] : ["metadata.name is in no GCPBackendPolicy with connectionDraining: connections are cut"]),
      ...(seconds > 0 && seconds < wait
        ? [`${path} of its GCPBackendPolicy is ${seconds}, less than the ${wait} s of the pods' preStop`]
        : []),
      ...(seconds > grace
        ? [
            `${path} of its GCPBackendPolicy is ${seconds}, more than the pods' terminationGracePeriodSeconds of ${grace}`,
          ]
        : []),
    ]);
  },
};
