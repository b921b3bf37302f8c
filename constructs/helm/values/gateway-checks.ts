import { routingProblems } from "../../core/http-routing";
import { isKnown, isProblem, type Finding } from "../../core/validation";
import { type ResolvedChartValues } from "../chart-values";
import { unknownPort, type Workload } from "./workload-checks";

type Gateway = NonNullable<ResolvedChartValues["gateway"]>;
type Service = Gateway["services"][string];

const HEALTH_CHECK_SOURCE = "https://googlecloudplatform.github.io/gke-gateway-api";
const DRAINING_SOURCE = "https://cloud.google.com/load-balancing/docs/enabling-connection-draining";

/** What is wrong with the entry point, given the workloads behind it. */
export function gatewayFindings({ gateway, workloads }: ResolvedChartValues): readonly Finding[] {
  if (gateway === undefined) {
    return [];
  }
  const { hosts, unmatched, services } = gateway;
  return [
    ...routingProblems({ hosts, unmatched, services: Object.keys(services) })
      .filter(isProblem)
      .map((problem) => ({ ...problem, setting: `gateway.${problem.setting}` })),
    ...Object.entries(services).flatMap(([name, service]) => {
      const workload = workloads[name];
      return workload === undefined
        ? [
            {
              setting: `gateway.services.${name}`,
              must: "be one of the release's workloads",
              fix: `rename it${Object.keys(workloads).length === 0 ? "" : ` to one of ${Object.keys(workloads).join(", ")}`}, or add the workload`,
            },
          ]
        : serviceFindings(name, service, workload);
    }),
  ];
}

function serviceFindings(name: string, service: Service, workload: Workload): readonly Finding[] {
  const { readiness } = workload.probes;
  return [
    unknownPort(`gateway.services.${name}.port`, service.port, workload),
    readiness.path === undefined && {
      setting: `workloads.${name}.probes.readiness.path`,
      must: "be set for a workload behind the gateway, because the load balancer asks the same",
      fix: "add the path that answers 200 when the pod can take requests",
    },
    ...healthCheckFindings(`workloads.${name}.probes.readiness`, readiness),
    ...drainFindings(name, service, workload),
  ];
}

/**
 * When a pod leaves, three clocks start: the load balancer cuts what is left after `drainingTimeoutSeconds`, the
 * application is told to stop after `drainSeconds`, and the pod is killed after `terminationGracePeriodSeconds`.
 */
function drainFindings(
  name: string,
  { protocol, drainingTimeoutSeconds: draining }: Service,
  { drainSeconds, terminationGracePeriodSeconds: grace }: Workload,
): readonly Finding[] {
  const setting = `gateway.services.${name}.drainingTimeoutSeconds`;
  const fix = (other: string): string => `lower it or raise workloads.${name}.${other}`;
  return [
    isKnown(draining) &&
      isKnown(grace) &&
      draining > grace && {
        setting,
        value: draining,
        must: `be at most workloads.${name}.terminationGracePeriodSeconds, ${grace}, when the pod is killed`,
        fix: fix("terminationGracePeriodSeconds"),
        source: DRAINING_SOURCE,
      },
    protocol === "websocket" &&
      isKnown(draining) &&
      isKnown(drainSeconds) &&
      draining > drainSeconds && {
        setting,
        value: draining,
        must: `be at most workloads.${name}.drainSeconds, ${drainSeconds}, when the application is told to stop and closes its WebSockets`,
        fix: fix("drainSeconds"),
        source: DRAINING_SOURCE,
      },
  ];
}

/** What the load balancer's health check, which is made from the readiness probe, allows less of than Kubernetes. */
function healthCheckFindings(path: string, probe: Workload["probes"]["readiness"]): readonly Finding[] {
  const because = "for a workload behind the gateway";
  return [
    isKnown(probe.periodSeconds) &&
      probe.periodSeconds > 300 && {
        setting: `${path}.periodSeconds`,
        value: probe.periodSeconds,
        must: `be at most 300 seconds ${because}`,
        fix: "lower it",
        source: HEALTH_CHECK_SOURCE,
      },
    isKnown(probe.failureThreshold) &&
      probe.failureThreshold > 10 && {
        setting: `${path}.failureThreshold`,
        value: probe.failureThreshold,
        must: `be at most 10 ${because}`,
        fix: "lower it and check less often",
        source: HEALTH_CHECK_SOURCE,
      },
  ];
}
