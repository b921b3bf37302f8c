import { expectBetween, workloadRule } from "../../facts/pods";
import { jobOf } from "../../facts/pods-jobs";
import { every } from "../../rule";

/** A day: what takes longer is no task of a release any more. Quotas and nodes are held until then. */
const LONGEST = 86400;
/** Kubernetes' default; with growing pauses it is half an hour already. https://kubernetes.io/docs/concepts/workloads/controllers/job/#pod-backoff-failure-policy */
const MOST_RETRIES = 6;

/** A Job ends, whatever happens: after some time, and after some failures. */
export const jobDeadline = workloadRule(["Job", "CronJob"], ({ object }) => {
  const { path, spec } = jobOf(object);
  return every(
    expectBetween(`${path}.activeDeadlineSeconds`, spec.activeDeadlineSeconds, 1, LONGEST),
    expectBetween(`${path}.backoffLimit`, spec.backoffLimit ?? MOST_RETRIES, 0, MOST_RETRIES),
  );
});
