import { LEVELS } from "../levels";
import { jobDeadline } from "../rules/pods/job-deadline";
import { jobCleanup } from "../rules/pods/job-cleanup";
import { cronJobRuns } from "../rules/pods/cron-job-runs";
import { helmJobHook } from "../rules/pods/helm-job-hook";
import { podsLeftToFinish } from "../rules/pods/pods-left-to-finish";
import { type PolicyRow } from "./row";

/** What has an end. */
export const POD_JOBS_ROWS: readonly PolicyRow[] = [
  {
    id: "job-deadline",
    level: LEVELS.production,
    fact: "Jobs end after some time and some failures",
    why: "a Job that hangs holds its quota, and the release waits for it",
    fix: "set activeDeadlineSeconds to a day or less, and backoffLimit to 6 or less",
    covers: ["C15"],
    references: ["https://kubernetes.io/docs/concepts/workloads/controllers/job/#job-termination-and-cleanup"],
    rule: jobDeadline,
  },
  {
    id: "job-cleanup",
    level: LEVELS.recommended,
    fact: "Finished Jobs are removed",
    why: "they pile up until the quota is used up",
    fix: "set ttlSecondsAfterFinished to a week or less",
    covers: ["kube-linter/job-ttl-seconds-after-finished"],
    references: ["https://kubernetes.io/docs/concepts/workloads/controllers/job/#ttl-mechanism-for-finished-jobs"],
    rule: jobCleanup,
  },
  {
    id: "cron-job-runs",
    level: LEVELS.recommended,
    fact: "Runs of a CronJob don't pile up",
    why: "the second run fights with the first, or all missed runs start at once",
    fix: "set concurrencyPolicy to Forbid or Replace, and startingDeadlineSeconds",
    covers: ["kube-score/cronjob-has-deadline"],
    references: ["https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/"],
    rule: cronJobRuns,
  },
  {
    id: "helm-job-hook",
    level: LEVELS.recommended,
    fact: "A Job in a chart is a hook, after what it needs",
    why: "the next release can't change it, or it waits for an account that comes later",
    fix: "annotate it with helm.sh/hook for install and upgrade, before-hook-creation, and a weight above that of what it needs",
    covers: [],
    references: ["https://helm.sh/docs/topics/charts_hooks/"],
    rule: helmJobHook,
  },
  {
    id: "pods-left-to-finish",
    level: LEVELS.recommended,
    fact: "The autoscaler leaves pods that can't begin again, and moves all others",
    why: "a session or a migration is cut off, or nodes stay that nobody needs",
    fix: 'annotate Jobs and launched pods with cluster-autoscaler.kubernetes.io/safe-to-evict: "false", and nothing else',
    covers: [],
    references: ["https://cloud.google.com/kubernetes-engine/docs/how-to/extended-duration-pods"],
    rule: podsLeftToFinish,
  },
];
