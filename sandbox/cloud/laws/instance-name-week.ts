import { type Law } from "../law";
import { INSTANCE_NAME_DAYS } from "../tables/sql";

const DAY_MS = 86_400_000;

/**
 * The API's error says that a name can't be reused until one week from the deletion. Google's page says by now that it can at once
 * (https://cloud.google.com/sql/docs/postgres/delete-instance), and yet builds ran into the lock in 2026
 * (https://github.com/cloudfoundry/bosh/pull/2741): a plan that relies on the page may fail, one that relies on the week does not.
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
