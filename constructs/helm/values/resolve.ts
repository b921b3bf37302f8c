import { type ResolvedChartValues } from "../chart-values";

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
export function resolveRelations(values: ResolvedChartValues): ResolvedChartValues {
  const pods = new Map(podsOf(values).map(({ name, pod }) => [name, pod]));
  for (const [name, pod] of pods) {
    for (const other of pod.network.to.workloads) {
      addOnce(pods.get(other)?.network.from.workloads, name);
    }
    for (const other of pod.network.from.workloads) {
      addOnce(pods.get(other)?.network.to.workloads, name);
    }
  }
  for (const workload of Object.values(values.workloads)) {
    workload.disruptionBudget ??= { minAvailable: workload.replicas.min - 1 };
  }
  return values;
}

function addOnce(list: string[] | undefined, name: string): void {
  if (list !== undefined && !list.includes(name)) {
    list.push(name);
  }
}
