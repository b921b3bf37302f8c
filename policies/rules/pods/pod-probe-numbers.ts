import { type Probe } from "../../../sandbox/kubernetes/kubernetes-types";
import { containerRule } from "../../facts/pods";
import { patience, PROBE_DEFAULTS, PROBES } from "../../facts/pods-probes";
import { NOT_APPLICABLE, verdict } from "../../rule";

/**
 * How long each probe may fail, in seconds. A start gets a minute at least and a quarter of an hour at most. A pod that isn't ready is out of
 * its Services within a minute. A container is restarted no sooner than a collection of garbage or a busy node lasts, and within five minutes.
 * https://cloud.google.com/blog/products/containers-kubernetes/kubernetes-best-practices-setting-up-health-checks-with-readiness-and-liveness-probes
 */
const PATIENCE = { startupProbe: [60, 900], readinessProbe: [5, 60], livenessProbe: [30, 300] } as const;

/** Kubernetes' second is shorter than a pause of a container that has used up its CPU limit. */
const SHORTEST_TIMEOUT = 2;

/** The numbers of probes fit what the probes are for. */
export const podProbeNumbers = containerRule(({ container, path }) => {
  const probes = PROBES.flatMap((name) => {
    const probe = container[name];
    return probe === undefined ? [] : [{ name, probe }];
  });
  return probes.length === 0
    ? NOT_APPLICABLE
    : verdict(probes.flatMap(({ name, probe }) => findingsOf(`${path}.${name}`, probe, PATIENCE[name])));
});

function findingsOf(path: string, probe: Probe, [least, most]: readonly [number, number]): string[] {
  const { periodSeconds: period = PROBE_DEFAULTS.periodSeconds, timeoutSeconds = PROBE_DEFAULTS.timeoutSeconds } =
    probe;
  const { failureThreshold = PROBE_DEFAULTS.failureThreshold } = probe;
  const seconds = patience(probe);
  return [
    ...(seconds >= least && seconds <= most
      ? []
      : [`${path} gives up after ${seconds} s (periodSeconds × failureThreshold), not between ${least} and ${most}`]),
    ...(failureThreshold < 2 ? [`${path}.failureThreshold is ${failureThreshold}: one lost packet decides`] : []),
    ...(timeoutSeconds < SHORTEST_TIMEOUT
      ? [`${path}.timeoutSeconds is ${probe.timeoutSeconds ?? "absent"}, not at least ${SHORTEST_TIMEOUT}`]
      : []),
    ...(timeoutSeconds > period ? [`${path}.timeoutSeconds is ${timeoutSeconds}, above its period of ${period}`] : []),
  ];
}
