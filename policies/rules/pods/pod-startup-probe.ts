import { containerRule, isServing } from "../../facts/pods";
import { asksTheSame } from "../../facts/pods-probes";
import { verdict } from "../../rule";

/** An endpoint of its own for the start, such as the Cloud SQL Auth Proxy's. */
const START = /start/i;

/**
 * A container with a liveness probe has a startup probe, which gives it time to start, and which asks what liveness asks
 * from then on. What follows a sidecar waits for its startup probe.
 * https://kubernetes.io/docs/tasks/configure-pod-container/configure-liveness-readiness-startup-probes/#define-startup-probes
 */
export const podStartupProbe = containerRule(
  ({ container, path }) => {
    const { startupProbe: startup, livenessProbe, readinessProbe } = container;
    if (startup === undefined) {
      return verdict([`${path}.startupProbe is absent`]);
    }
    const next = livenessProbe ?? readinessProbe;
    const isOwn = START.test(startup.httpGet?.path ?? "") || startup.exec !== undefined;
    return verdict(
      isOwn || next === undefined || asksTheSame(startup, next)
        ? []
        : [
            `${path}.startupProbe asks something else than ${livenessProbe === undefined ? "readinessProbe" : "livenessProbe"}`,
          ],
    );
  },
  (placed, subject) =>
    placed.container.livenessProbe !== undefined ||
    isServing(placed, subject) ||
    (placed.isSidecar && (placed.container.ports ?? []).length > 0),
);
