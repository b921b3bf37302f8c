import { containerRule, isServing, type PodContainer } from "../../facts/pods";
import { verdict } from "../../rule";

/**
 * A container that others connect to says when it may have work (readiness) and when it is beyond help (liveness). A sidecar with a
 * port, also one that lives in a Job, says the latter.
 */
export const podProbes = containerRule(
  (placed, subject) => {
    const { container, path } = placed;
    return verdict([
      ...(container.livenessProbe === undefined ? [`${path}.livenessProbe is absent`] : []),
      ...(container.readinessProbe === undefined && isServing(placed, subject)
        ? [`${path}.readinessProbe is absent`]
        : []),
    ]);
  },
  (placed, subject) => isServing(placed, subject) || isServingSidecar(placed),
);

const isServingSidecar = ({ container, isSidecar }: PodContainer): boolean =>
  isSidecar && (container.ports ?? []).length > 0;
