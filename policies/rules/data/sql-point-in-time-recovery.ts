import { every, expectArgument, NOT_APPLICABLE, type ResourceRule } from "../../rule";

/** A primary instance is backed up and keeps its logs; MySQL calls the logs binary log. */
export const sqlPointInTimeRecovery: ResourceRule = {
  appliesTo: ["google_sql_database_instance"],
  evaluate: (instance) => {
    if (instance.arguments.master_instance_name !== undefined) {
      return NOT_APPLICABLE;
    }
    const version = instance.arguments.database_version;
    const isMysql = typeof version === "string" && version.startsWith("MYSQL");
    return every(
      expectArgument(instance, "settings.backup_configuration.enabled", true),
      expectArgument(
        instance,
        `settings.backup_configuration.${isMysql ? "binary_log_enabled" : "point_in_time_recovery_enabled"}`,
        true,
      ),
    );
  },
};
