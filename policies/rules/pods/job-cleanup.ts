import { expectBetween, specOf, workloadRule } from "../../facts/pods";
import { jobOf } from "../../facts/pods-jobs";
import { COMPLIANT, every, verdict } from "../../rule";

/** Long enough to read the logs of a failure on Monday, short enough to keep the list of Jobs readable. */
const LONGEST = 604800;

/** Finished Jobs go away, with their pods and what these wrote. A CronJob keeps a few. */
export const jobCleanup = workloadRule(["Job", "CronJob"], ({ object }) => {
  const { path, spec } = jobOf(object);
  const { ttlSecondsAfterFinished: ttl } = spec;
  if (object.kind !== "CronJob") {
    return expectBetween(`${path}.ttlSecondsAfterFinished`, ttl, 0, LONGEST);
  }
  const { successfulJobsHistoryLimit: good = 3, failedJobsHistoryLimit: bad = 1 } = specOf(object);
  return every(
    ttl === undefined ? COMPLIANT : expectBetween(`${path}.ttlSecondsAfterFinished`, ttl, 0, LONGEST),
    verdict(bad === 0 ? ["spec.failedJobsHistoryLimit is 0: nobody can see why it failed"] : []),
    expectBetween("spec.successfulJobsHistoryLimit", good, 0, 10),
    expectBetween("spec.failedJobsHistoryLimit", bad, 0, 10),
  );
});
