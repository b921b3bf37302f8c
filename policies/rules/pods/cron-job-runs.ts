import { expectField, specOf, workloadRule } from "../../facts/pods";
import { every, shown, verdict } from "../../rule";

/** A CronJob doesn't pile up: a run that is late or not over stops the next, and a run that missed its time by far is left out. */
export const cronJobRuns = workloadRule(["CronJob"], ({ object }) => {
  const { concurrencyPolicy, startingDeadlineSeconds: deadline, suspend } = specOf(object);
  return every(
    expectField("spec.concurrencyPolicy", concurrencyPolicy, "Forbid", "Replace"),
    verdict([
      // the controller looks every ten seconds, so that less may never run
      ...(typeof deadline === "number" && deadline >= 10
        ? []
        : [`spec.startingDeadlineSeconds is ${shown(deadline)}, not at least 10`]),
      ...(suspend === true ? ["spec.suspend is true: it never runs"] : []),
    ]),
  );
});
