import { specOf, workloadRule } from "../../facts/pods";
import { startTime } from "../../facts/pods-probes";
import { shown, verdict } from "../../rule";

/** Kubernetes' numbers for what a Deployment leaves out. https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#writing-a-deployment-spec */
const DEFAULTS = { minReadySeconds: 0, progressDeadlineSeconds: 600, revisionHistoryLimit: 10 } as const;
/** Less says nothing about a process that leaks or crashes under its first load. */
const SHORTEST_TRIAL = 10;
const LONGEST_DEADLINE = 1800;
const FEWEST_REVISIONS = 2;

/** A roll-out notices that it fails: each pod proves itself for a while, the whole has a deadline, and there is something to go back to. */
export const deploymentProgress = workloadRule(["Deployment"], ({ object, containers }) => {
  const spec = specOf(object);
  const numberOf = (field: keyof typeof DEFAULTS): number => Number(spec[field] ?? DEFAULTS[field]);
  const trial = numberOf("minReadySeconds");
  const deadline = numberOf("progressDeadlineSeconds");
  const revisions = numberOf("revisionHistoryLimit");
  const needed = trial + Math.max(0, ...containers.map(({ container }) => startTime(container)));
  return verdict([
    ...(trial >= SHORTEST_TRIAL
      ? []
      : [`spec.minReadySeconds is ${shown(spec.minReadySeconds)}, not at least ${SHORTEST_TRIAL}`]),
    ...(deadline > needed
      ? []
      : [`spec.progressDeadlineSeconds is ${deadline}, and a pod may take ${needed} seconds to be available`]),
    ...(deadline > LONGEST_DEADLINE
      ? [`spec.progressDeadlineSeconds is ${deadline}, above ${LONGEST_DEADLINE}: nobody hears of a failed roll-out`]
      : []),
    ...(revisions >= FEWEST_REVISIONS
      ? []
      : [`spec.revisionHistoryLimit is ${revisions}: there is no revision to go back to`]),
    ...(spec.paused === true ? ["spec.paused is true: nothing is rolled out"] : []),
  ]);
});
