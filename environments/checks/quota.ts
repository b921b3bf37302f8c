import { type Finding } from "../../constructs/core/validation";
import { amount, peakPods, showAmount, sum, type Amount } from "../capacity";
import { type EnvironmentSettings } from "../settings";
import { type Check } from "./check";

const KINDS = ["cpu", "memory"] as const;

/** The namespace's quota holds every workload at its height, proxies included, and the sessions that have to fit beside them. */
export const quota: Check = {
  reads: ["quota", "workloads", "runner.resources", "runner.concurrentSessions", "cluster.expectedPods"],
  find: (settings) => {
    const { controller, gateway } = settings.workloads;
    const sessions = settings.runner.concurrentSessions;
    const pods = peakPods(controller.maxReplicas) + peakPods(gateway.maxReplicas) + sessions;
    const fix = "raise it, or lower 'maxReplicas' or 'runner.concurrentSessions'";
    return [
      settings.quota.pods < pods && {
        setting: "quota.pods",
        value: settings.quota.pods,
        must: `be at least ${pods}: all replicas with a roll-out's surge and ${sessions} sessions`,
        fix,
      },
      ...amountProblems("requests", settings, fix),
      ...amountProblems("limits", settings, fix),
      settings.cluster.expectedPods < settings.quota.pods && {
        setting: "cluster.expectedPods",
        value: settings.cluster.expectedPods,
        must: `be at least 'quota.pods' (${settings.quota.pods}), since the cluster has to hold them`,
        fix: `raise it to ${settings.quota.pods} or more`,
      },
    ];
  },
};

function amountProblems(which: "requests" | "limits", settings: EnvironmentSettings, fix: string): readonly Finding[] {
  const { controller, gateway, proxy } = settings.workloads;
  const { runner } = settings;
  const withProxy = (container: Parameters<typeof amount>[0]): Amount =>
    sum([1, amount(container)], [1, amount(proxy[which])]);
  const needed = sum(
    [peakPods(controller.maxReplicas), withProxy(controller.resources[which])],
    [peakPods(gateway.maxReplicas), withProxy(gateway.resources[which])],
    [runner.concurrentSessions, amount(runner.resources[which])],
  );
  const allowed = amount(settings.quota[which]);
  return KINDS.map(
    (kind): Finding =>
      allowed[kind] < needed[kind] && {
        setting: `quota.${which}.${kind}`,
        value: settings.quota[which][kind],
        must: `be at least ${showAmount(kind, needed[kind])}: all replicas with their proxies and a roll-out's surge, and ${runner.concurrentSessions} sessions`,
        fix,
      },
  );
}
