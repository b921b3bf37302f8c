import { type Container, type Probe } from "../../sandbox/kubernetes/kubernetes-types";

/** The three questions that kubelet asks a container. */
export const PROBES = ["startupProbe", "readinessProbe", "livenessProbe"] as const;

/** What Kubernetes takes for numbers that a probe leaves out. https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/#Probe */
export const PROBE_DEFAULTS = { periodSeconds: 10, timeoutSeconds: 1, failureThreshold: 3 } as const;

/** How long a container has to fail until kubelet acts, in seconds. */
export function patience(probe: Probe): number {
  const { periodSeconds = PROBE_DEFAULTS.periodSeconds, failureThreshold = PROBE_DEFAULTS.failureThreshold } = probe;
  return periodSeconds * failureThreshold;
}

/** The port that a probe asks at, a number or a name; undefined for one that runs a command. */
export function probedPort({ httpGet, tcpSocket, grpc }: Probe): unknown {
  return httpGet?.port ?? tcpSocket?.port ?? grpc?.port;
}

/** True when two probes ask the same question. */
export function asksTheSame(one: Probe, other: Probe): boolean {
  const question = ({ httpGet, tcpSocket, grpc, exec }: Probe): string =>
    JSON.stringify([httpGet?.path, httpGet?.port, httpGet?.scheme ?? "HTTP", tcpSocket?.port, grpc, exec?.command]);
  return question(one) === question(other);
}

/** Seconds that a container has from its start until its startup or liveness probe gives up on it. */
export function startTime({ startupProbe, livenessProbe }: Container): number {
  const probe = startupProbe ?? livenessProbe;
  return probe === undefined ? 0 : (probe.initialDelaySeconds ?? 0) + patience(probe);
}
