import { expectAt } from "../../facts/gke-arguments";
import { engineOf, INSTANCE, isReplica } from "../../facts/sql";
import { every, NOT_APPLICABLE, type ResourceRule } from "../../rule";

/** A primary instance is backed up and keeps its logs; MySQL calls the logs binary log. */
export const sqlPointInTimeRecovery: ResourceRule = {
  appliesTo: [INSTANCE],
  evaluate: ({ arguments: block }) => {
    if (isReplica(block)) {
      return NOT_APPLICABLE;
    }
    const logs = engineOf(block) === "mysql" ? "binary_log_enabled" : "point_in_time_recovery_enabled";
    return every(
      expectAt(block, "settings.backup_configuration.enabled", true),
      expectAt(block, `settings.backup_configuration.${logs}`, true),
    );
  },
};
