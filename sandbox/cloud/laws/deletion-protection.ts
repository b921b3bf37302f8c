import { at } from "../../plugin/values";
import { type Law } from "../law";

/** The switch, and the words of the provider that reads it. */
const PROTECTED: Readonly<Record<string, { readonly path: string; readonly message: string }>> = {
  google_container_cluster: {
    path: "deletion_protection",
    message:
      "Cannot destroy cluster because deletion_protection is set to true. Set it to false to proceed with cluster deletion.",
  },
  google_sql_database_instance: {
    path: "deletion_protection",
    message:
      "Error, failed to delete instance because deletion_protection is set to true. Set it to false to proceed with instance deletion",
  },
  google_secret_manager_secret: {
    path: "deletion_protection",
    message:
      "cannot destroy secret manager secret without setting deletion_protection=false and running `terraform apply`",
  },
};

/**
 * Protected objects are not deleted: by the provider's own switch, and for Cloud SQL by the API's as well.
 * https://cloud.google.com/sql/docs/postgres/deletion-protection
 */
export const law: Law = ({ action, type, before }) => {
  if (action !== "delete" || before === null) return undefined;
  const rule = PROTECTED[type];
  if (rule !== undefined && before[rule.path] === true) return { message: rule.message, attribute: rule.path };
  if (type !== "google_sql_database_instance" || at(before, "settings.0.deletion_protection_enabled") !== true)
    return undefined;
  return {
    message:
      "Error, failed to delete instance: googleapi: Error 400: The instance is protected. Please disable the deletion protection and try " +
      "again. To disable deletion protection, update the instance settings with deletionProtectionEnabled set to false., " +
      "deletionProtectionEnabled",
    attribute: "settings",
  };
};
