import { every, expectArgument, type ResourceRule } from "../../rule";

/** Neither Terraform nor anybody else deletes the instance; the first is the provider's default, the second is not. */
export const sqlDeletionProtection: ResourceRule = {
  appliesTo: ["google_sql_database_instance"],
  evaluate: (instance) =>
    every(
      expectArgument(instance, "deletion_protection", true, undefined),
      expectArgument(instance, "settings.deletion_protection_enabled", true),
    ),
};
