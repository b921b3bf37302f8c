import { type Law } from "../law";
import { INSTANCE_NAME_DAYS } from "../tables/sql";

const DAY_MS = 86_400_000;

/**
 * "When you delete an instance, you can't reuse the name of the deleted instance until one week from the deletion date."
 * https://cloud.google.com/sql/docs/postgres/delete-instance
 */
export const law: Law = ({ action, type, key, now }, cloud) => {
  if (action !== "create" || type !== "google_sql_database_instance") return undefined;
  const deleted = cloud.buried(type, key);
  if (deleted === undefined || Date.parse(now) - Date.parse(deleted) >= INSTANCE_NAME_DAYS * DAY_MS) return undefined;
  return {
    message:
      "Error, failed to create instance: googleapi: Error 409: The Cloud SQL instance already exists. When you delete an instance, " +
      "you can't reuse the name of the deleted instance until one week from the deletion date., instanceAlreadyExists",
    advice: `${key} was deleted at ${deleted}. Choose another name, or wait.`,
    attribute: "name",
  };
};
