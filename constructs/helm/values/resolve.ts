import { isKnown } from "../../core/validation";
import { type ParsedChartValues, type ResolvedChartValues } from "../chart-values";
import { LONGEST_GRACE_PERIOD } from "./pod";

/** Everything of a release that has pods, by name. */
export type Pods = ResolvedChartValues["workloads"] | ResolvedChartValues["jobs"] | ResolvedChartValues["podTemplates"];
/** One of them. */
export type Pod = Pods[string];

/** Every workload, job and pod template with the path of its settings. */
export function podsOf(values: ResolvedChartValues): readonly { path: string; name: string; pod: Pod }[] {
  const groups: readonly [string, Pods][] = [
    ["workloads", values.workloads],
    ["jobs", values.jobs],
    ["podTemplates", values.podTemplates],
  ];
  return groups.flatMap(([group, pods]) =>
    Object.entries<Pod>(pods).map(([name, pod]) => ({ path: `${group}.${name}`, name, pod })),
  );
}

/** Fills in what follows from other settings, so that the chart's templates have nothing to decide. */
export function resolveRelations(parsed: ParsedChartValues): ResolvedChartValues {
  const values = {
    ...parsed,
    workloads: Object.fromEntries(
      Object.entries(parsed.workloads).map(([name, workload]) => [
        name,
        resolveWorkload(workload, parsed.gateway?.services[name]?.drainingTimeoutSeconds),
      ]),
    ),
  };
  const pods = new Map(podsOf(values).map(({ name, pod }) => [name, pod]));
  for (const [name, pod] of pods) {
    for (const other of pod.network.to.workloads) {
      addOnce(pods.get(other)?.network.from.workloads, name);
    }
    for (const other of pod.network.from.workloads) {
      addOnce(pods.get(other)?.network.to.workloads, name);
    }
  }
  return values;
}

/** Until load balancers and kube-proxies have noticed that a pod leaves. */
const LEAST_DRAIN = 20;
/** From the order to stop to the application's end. */
const SHUTDOWN = 40;

function resolveWorkload(
  workload: ParsedChartValues["workloads"][string],
  drainingTimeout: number = LEAST_DRAIN,
): ResolvedChartValues["workloads"][string] {
  const noticed = isKnown(drainingTimeout) ? Math.max(LEAST_DRAIN, drainingTimeout) : drainingTimeout;
  const drainSeconds = workload.drainSeconds ?? noticed;
  const grace = isKnown(drainSeconds) ? drainSeconds + SHUTDOWN : LONGEST_GRACE_PERIOD;
  return {
    ...workload,
    disruptionBudget: workload.disruptionBudget ?? { minAvailable: workload.replicas.min - 1 },
    drainSeconds,
    terminationGracePeriodSeconds: workload.terminationGracePeriodSeconds ?? Math.min(LONGEST_GRACE_PERIOD, grace),
  };
}

function addOnce(list: string[] | undefined, name: string): void {
  if (list !== undefined && !list.includes(name)) {
    list.push(name);
  }
}
