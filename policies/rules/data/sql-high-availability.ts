import { expectArgument, NOT_APPLICABLE, type ResourceRule } from "../../rule";

/** A primary instance has a standby in another zone. */
export const sqlHighAvailability: ResourceRule = {
  appliesTo: ["google_sql_database_instance"],
  evaluate: (instance) =>
    instance.arguments.master_instance_name === undefined
      ? expectArgument(instance, "settings.availability_type", "REGIONAL")
      : NOT_APPLICABLE,
};
