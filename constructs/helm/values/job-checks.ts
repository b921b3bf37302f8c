import { type Finding } from "../../core/validation";
import { type ResolvedChartValues } from "../chart-values";

type Job = ResolvedChartValues["jobs"][string];

const HOOKS = "https://helm.sh/docs/topics/charts_hooks/";

/** What is wrong with a Job that runs before the workloads: at that time nothing else of a first release is there. */
export function jobFindings(values: ResolvedChartValues, name: string, job: Job): readonly Finding[] {
  const { priorityClassName, network } = job;
  return job.before === undefined
    ? []
    : [
        ...network.to.workloads.map((peer) => ({
          setting: `jobs.${name}.network.to.workloads`,
          value: peer,
          must: 'be empty when before is "workloads", because that pod starts after the Job',
          fix: "let the Job run beside the workloads, or wait for nobody",
          source: HOOKS,
        })),
        priorityClassName !== undefined &&
          Object.hasOwn(values.priorityClasses, priorityClassName) && {
            setting: `jobs.${name}.priorityClassName`,
            value: priorityClassName,
            must: 'name a class from outside this release when before is "workloads", because this one comes after the Job',
            fix: "leave it out, or create the class elsewhere",
            source: HOOKS,
          },
      ];
}
