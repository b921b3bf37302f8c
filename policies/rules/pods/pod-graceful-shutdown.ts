import { isServing, podRule } from "../../facts/pods";
import { isCloudSqlProxy, ProxySettings } from "../../facts/pods-proxy";
import { shown, verdict } from "../../rule";

/** Kubernetes' own number for a pod that says nothing. */
const DEFAULT_GRACE = 30;
/** GKE waits no longer for a pod when it upgrades a node. https://cloud.google.com/kubernetes-engine/docs/concepts/node-pool-upgrade-strategies */
const LONGEST_GRACE = 3600;
/** Endpoints change and load balancers learn of it while the pod is stopping already. */
const SHORTEST_PAUSE = 5;
/** What is left for the process itself when the pause is over. */
const TIME_TO_STOP = 10;

/**
 * A pod has time to end: a container that others connect to pauses before it stops, so that no new connection comes, and the time for the
 * whole is longer than the pause and what a Cloud SQL Auth Proxy waits for.
 */
export const podGracefulShutdown = podRule((subject) => {
  const { pod, containers } = subject;
  const { terminationGracePeriodSeconds: grace = DEFAULT_GRACE } = pod.spec;
  const at = `${pod.path}.terminationGracePeriodSeconds`;
  const pauses = containers.map(({ container }) => container.lifecycle?.preStop?.sleep?.seconds ?? 0);
  const delays = containers
    .filter(isCloudSqlProxy)
    .map((proxy) => new ProxySettings(proxy).seconds("max-sigterm-delay"));
  const needed = Math.max(0, ...pauses, ...delays) + TIME_TO_STOP;
  return verdict([
    ...containers
      .filter((placed) => isServing(placed, subject))
      .flatMap(({ container, path }) => {
        const { preStop } = container.lifecycle ?? {};
        const pause = preStop?.sleep?.seconds;
        const waits = (preStop?.exec ?? preStop?.httpGet) !== undefined || (pause ?? 0) >= SHORTEST_PAUSE;
        return waits
          ? []
          : [
              `${path}.lifecycle.preStop.sleep.seconds is ${shown(pause)}: connections arrive at a process that has stopped`,
            ];
      }),
    ...(grace < needed ? [`${at} is ${grace}, not at least ${needed}: the process is killed at work`] : []),
    ...(grace > LONGEST_GRACE ? [`${at} is ${grace}, and GKE waits ${LONGEST_GRACE} seconds at most`] : []),
  ]);
});
