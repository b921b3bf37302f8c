import { isRouted, policiesFor } from "../../facts/cluster-gateway";
import { numberAt } from "../../facts/cluster-objects";
import { valueAt } from "../../rendered/rendered-stack";
import { NOT_APPLICABLE, verdict, type ObjectRule } from "../../rule";

/** A connection that may last longer than an hour is a WebSocket or a stream, no request. */
const STREAM_SECONDS = 3600;

/** One in a hundred, in millionths: https://cloud.google.com/kubernetes-engine/docs/how-to/configure-gateway-resources#http_access_logging */
const LEAST_RATE = 10_000;

/**
 * Requests are logged, so that an attack can be looked at afterwards. Of WebSockets they are not: a browser can set no header on them, so that
 * the address carries the token, and the log would keep it.
 */
export const backendLogging: ObjectRule = {
  kinds: ["Service"],
  evaluate: (service, { cluster }) => {
    if (!isRouted(service, cluster)) {
      return NOT_APPLICABLE;
    }
    const [policy] = policiesFor("GCPBackendPolicy", service, cluster);
    const isLogged = policy !== undefined && valueAt(policy.object, "spec.default.logging.enabled") === true;
    const isStream = policy !== undefined && (numberAt(policy.object, "spec.default.timeoutSec") ?? 0) > STREAM_SECONDS;
    const rate = policy === undefined ? undefined : numberAt(policy.object, "spec.default.logging.sampleRate");
    if (isStream) {
      return verdict(
        isLogged
          ? ["spec.default.logging of its GCPBackendPolicy keeps addresses of WebSockets, and tokens in them"]
          : [],
      );
    }
    return verdict([
      ...(isLogged ? [] : ["metadata.name is in no GCPBackendPolicy with spec.default.logging.enabled"]),
      ...(isLogged && (rate ?? 1_000_000) < LEAST_RATE
        ? [`spec.default.logging.sampleRate of its GCPBackendPolicy is ${rate}, less than one request in a hundred`]
        : []),
    ]);
  },
};
