import { isRouted, podsBehind } from "../../facts/cluster-gateway";
import { selects } from "../../facts/cluster-objects";
import { labelsOf } from "../../facts/cluster-pods";
import { NOT_APPLICABLE, verdict, type ObjectRule } from "../../rule";

/** The metrics of every workload that serves requests are scraped. */
export const podMonitoringExists: ObjectRule = {
  kinds: ["Service"],
  evaluate: (service, { cluster }) => {
    const pods = isRouted(service, cluster) ? podsBehind(service, cluster) : [];
    if (pods.length === 0) {
      return NOT_APPLICABLE;
    }
    const monitorings = [
      ...cluster.ofKind("PodMonitoring", service.namespace),
      ...cluster.ofKind("ClusterPodMonitoring"),
      ...cluster.ofKind("PodMonitor"),
      ...cluster.ofKind("ServiceMonitor"),
    ];
    return verdict(
      pods
        .filter((pod) => !monitorings.some(({ object }) => selects(object, "spec.selector", labelsOf(pod, cluster))))
        .map(({ name }) => `spec.selector leads to ${name}, which no PodMonitoring picks`),
    );
  },
};
