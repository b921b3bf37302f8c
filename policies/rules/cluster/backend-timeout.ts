import { isRouted, policiesFor } from "../../facts/cluster-gateway";
import { numberAt } from "../../facts/cluster-objects";
import { NOT_APPLICABLE, verdict, type ObjectRule } from "../../rule";

const PATH = "spec.default.timeoutSec";

/**
 * How long a request may take is decided, not left at 30 s, and is no shorter than the draining. For a WebSocket it is the longest life of the
 * connection. https://cloud.google.com/load-balancing/docs/https#timeouts_and_retries
 */
export const backendTimeout: ObjectRule = {
  kinds: ["Service"],
  evaluate: (service, { cluster }) => {
    const policies = policiesFor("GCPBackendPolicy", service, cluster);
    if (!isRouted(service, cluster)) {
      return NOT_APPLICABLE;
    }
    const [seconds] = policies.flatMap(({ object }) => numberAt(object, PATH) ?? []);
    const [draining = 0] = policies.flatMap(
      ({ object }) => numberAt(object, "spec.default.connectionDraining.drainingTimeoutSec") ?? [],
    );
    if (seconds === undefined) {
      return verdict(["metadata.name is in no GCPBackendPolicy with spec.default.timeoutSec, so that it is 30"]);
    }
    return verdict(
      seconds < draining
        ? [`${PATH} of its GCPBackendPolicy is ${seconds}, less than its draining of ${draining}`]
        : [],
    );
  },
};
