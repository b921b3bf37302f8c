import { isKnown, type Finding } from "../../core/validation";
import { type ResolvedChartValues } from "../chart-values";

/** A workload with every default filled in. */
export type Workload = ResolvedChartValues["workloads"][string];
type Probe = Workload["probes"]["startup"];

/** What is wrong between the settings of one workload. */
export function workloadFindings(values: ResolvedChartValues, name: string, workload: Workload): readonly Finding[] {
  const path = `workloads.${name}`;
  const { replicas, probes, disruptionBudget, metrics } = workload;
  return [
    isKnown(replicas.min) &&
      isKnown(replicas.max) &&
      replicas.min > replicas.max && {
        setting: `${path}.replicas.max`,
        value: replicas.max,
        must: `be at least replicas.min, ${replicas.min}`,
        fix: "raise it",
      },
    isKnown(replicas.min) &&
      isKnown(disruptionBudget.minAvailable) &&
      disruptionBudget.minAvailable >= replicas.min && {
        setting: `${path}.disruptionBudget.minAvailable`,
        value: disruptionBudget.minAvailable,
        must: `be less than replicas.min, ${replicas.min}, or no node could ever be drained`,
        fix: "lower it or raise replicas.min",
      },
    isKnown(workload.drainSeconds) &&
      isKnown(workload.terminationGracePeriodSeconds) &&
      workload.drainSeconds >= workload.terminationGracePeriodSeconds && {
        setting: `${path}.drainSeconds`,
        value: workload.drainSeconds,
        must: `be less than terminationGracePeriodSeconds, ${workload.terminationGracePeriodSeconds}, which it is part of`,
        fix: "lower it or raise the grace period",
      },
    ...(["startup", "readiness", "liveness"] as const).flatMap((probe) =>
      probeFindings(`${path}.probes.${probe}`, probes[probe], workload),
    ),
    JSON.stringify(probes.readiness) === JSON.stringify(probes.liveness) && {
      setting: `${path}.probes.liveness`,
      must: "differ from the readiness probe, or a pod that should only leave the Service is killed",
      fix: "check another path or be slower",
    },
    unknownPort(`${path}.metrics.port`, metrics?.port, workload),
    ...Object.entries(workload.launches).flatMap(([variable, template]) => [
      values.podTemplates[template] === undefined && {
        setting: `${path}.launches.${variable}`,
        value: template,
        must: "name a pod template",
        fix: "correct the name or add it to podTemplates",
      },
      !mayCreateJobs(workload) && {
        setting: `${path}.serviceAccount.apiRules`,
        must: `allow to create jobs of batch, because the workload launches ${template}`,
        fix: "add the rule or remove launches",
      },
    ]),
  ];
}

function probeFindings(path: string, probe: Probe, workload: Workload): readonly Finding[] {
  return [
    probe.command !== undefined &&
      probe.path !== undefined && {
        setting: path,
        must: "be either a path or a command",
        fix: "remove one of them",
      },
    probe.command === undefined &&
      probe.port === undefined && { setting: `${path}.port`, must: "be set unless there is a command", fix: "add it" },
    unknownPort(`${path}.port`, probe.port, workload),
    isKnown(probe.timeoutSeconds) &&
      isKnown(probe.periodSeconds) &&
      probe.timeoutSeconds > probe.periodSeconds && {
        setting: `${path}.timeoutSeconds`,
        value: probe.timeoutSeconds,
        must: `be at most periodSeconds, ${probe.periodSeconds}`,
        fix: "lower it",
      },
  ];
}

/** A problem when a name is that of no port of the workload. */
export function unknownPort(setting: string, port: string | undefined, workload: Workload): Finding {
  const names = Object.keys(workload.ports);
  return (
    isKnown(port) &&
    !names.includes(port) && {
      setting,
      value: port,
      must: "name one of the workload's ports",
      fix: names.length === 0 ? "add it to ports" : `choose one of ${names.join(", ")}, or add it to ports`,
    }
  );
}

function mayCreateJobs(workload: Workload): boolean {
  return workload.serviceAccount.apiRules.some(
    (rule) => rule.apiGroups.includes("batch") && rule.resources.includes("jobs") && rule.verbs.includes("create"),
  );
}
