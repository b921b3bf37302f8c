import { BACKUP_PLAN, planOf, RESTORE_PLAN } from "../../facts/gke-backup";
import { missingIn } from "../../facts/gke-dependencies";
import { COMPLIANT, shown, verdict, type ResourceRule } from "../../rule";

/** A backup plan has a restore plan, so that nobody writes one on the day that it is needed; and a restore plan has its backup plan. */
export const gkeRestorePlanned: ResourceRule = {
  appliesTo: [BACKUP_PLAN, RESTORE_PLAN],
  evaluate: (plan, stack) => {
    if (plan.type === BACKUP_PLAN) {
      const planned = stack
        .ofType(RESTORE_PLAN)
        .some((restore) => planOf(restore, stack) === plan || stack.refersTo(restore.arguments.backup_plan, plan));
      return planned ? COMPLIANT : verdict([`${plan.address} is the backup_plan of no ${RESTORE_PLAN}`]);
    }
    const reference = plan.arguments.backup_plan;
    const missing = missingIn(reference, stack);
    if (missing !== undefined) {
      return verdict([`backup_plan is ${missing}, which the stack does not have`]);
    }
    return verdict(typeof reference === "string" && reference !== "" ? [] : [`backup_plan is ${shown(reference)}`]);
  },
};
