import { containerRule } from "../../facts/pods";
import { asksTheSame, patience } from "../../facts/pods-probes";
import { verdict } from "../../rule";

/** What an endpoint for readiness is called by convention. */
const READINESS = /ready|readiness/i;
const LIVENESS = /\b(live|livez|liveness|alive)\b/i;

/**
 * A container is restarted only after it has been left alone for a while: liveness asks something else than readiness, or asks at least
 * twice as long, and it never asks whether others are well. With the same question and the same patience, a slow database restarts all pods at once.
 */
export const podLivenessPatient = containerRule(
  ({ container: { livenessProbe: liveness, readinessProbe: readiness }, path }) => {
    if (liveness === undefined) {
      return verdict([]);
    }
    const isHasty =
      readiness !== undefined && asksTheSame(liveness, readiness) && patience(liveness) < 2 * patience(readiness);
    return verdict([
      ...(isHasty
        ? [
            `${path}.livenessProbe asks what readinessProbe asks, and restarts after ${patience(liveness)} s, not ${2 * patience(readiness)}`,
          ]
        : []),
      ...(READINESS.test(liveness.httpGet?.path ?? "")
        ? [`${path}.livenessProbe.httpGet.path is "${String(liveness.httpGet?.path)}", which is for readiness`]
        : []),
      ...(LIVENESS.test(readiness?.httpGet?.path ?? "")
        ? [`${path}.readinessProbe.httpGet.path is "${String(readiness?.httpGet?.path)}", which is for liveness`]
        : []),
    ]);
  },
  ({ container }) => container.livenessProbe !== undefined,
);
