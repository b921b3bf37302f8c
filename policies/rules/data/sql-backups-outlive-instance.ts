import { expectAt } from "../../facts/gke-arguments";
import { INSTANCE, isReplica } from "../../facts/sql";
import { NOT_APPLICABLE, type ResourceRule } from "../../rule";

/** Backups stay when the instance is deleted. A replica has none of its own. */
export const sqlBackupsOutliveInstance: ResourceRule = {
  appliesTo: [INSTANCE],
  evaluate: ({ arguments: block }) =>
    isReplica(block) ? NOT_APPLICABLE : expectAt(block, "settings.retain_backups_on_delete", true),
};
