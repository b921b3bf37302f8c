import { isRecord } from "../../../sandbox/kubernetes/objects";
import { containerRule, fieldOf, isServing, type PodContainer } from "../../facts/pods";
import { attachedPolicies, servicesOf } from "../../facts/pods-cluster";
import { isUncertain } from "../../facts/pods-shape";
import { every, NOT_APPLICABLE, unknown, verdict, type Verdict } from "../../rule";

/** What a load balancer asks by a HealthCheckPolicy. */
interface HealthCheck {
  readonly policy: string;
  readonly requestPath: unknown;
  /** That of the Service's endpoints when it isn't fixed. */
  readonly port: unknown;
}

/**
 * The load balancer asks what readiness asks: the HealthCheckPolicy of a Service names path and port of the readiness probe of its pods.
 * Where the two differ, pods have traffic before they are ready, or none though they are.
 */
export const podHealthCheckAgrees = containerRule((placed, subject) => {
  const others = subject.containers.filter(({ path }) => path !== placed.path);
  const checks = attachedPolicies("HealthCheckPolicy", servicesOf(subject), subject.cluster)
    .flatMap(({ object, name }): HealthCheck[] => {
      const check = fieldOf(object, "spec.default.config.httpHealthCheck");
      return isRecord(check) ? [{ policy: name, requestPath: check.requestPath ?? "/", port: check.port }] : [];
    })
    // another container of the pod may be the one that is asked
    .filter(({ port }) => !others.some((other) => declares(other, port)));
  return placed.container.readinessProbe?.httpGet === undefined || checks.length === 0
    ? NOT_APPLICABLE
    : every(...checks.map((check) => compare(placed, check)));
}, isServing);

function compare({ container, path }: PodContainer, { policy, requestPath, port }: HealthCheck): Verdict {
  const readiness = container.readinessProbe?.httpGet;
  const at = `${path}.readinessProbe.httpGet`;
  if (isUncertain(requestPath) || isUncertain(port)) {
    return unknown(at);
  }
  const asked = readiness?.path ?? "/";
  const own = (container.ports ?? []).find(({ name, containerPort }) =>
    [name, containerPort].includes(readiness?.port),
  )?.containerPort;
  return verdict([
    ...(requestPath === asked
      ? []
      : [`${at}.path is "${asked}", and HealthCheckPolicy "${policy}" asks for ${JSON.stringify(requestPath)}`]),
    ...(port === undefined || own === undefined || Number(port) === own
      ? []
      : [`${at}.port is ${own}, and HealthCheckPolicy "${policy}" asks at ${JSON.stringify(port)}`]),
  ]);
}

const declares = ({ container }: PodContainer, port: unknown): boolean =>
  (container.ports ?? []).some(({ containerPort }) => containerPort === Number(port));
