import { type Law } from "../law";
import { valuesAt } from "../references";
import { PRODUCER, PRODUCER_DAYS } from "../tables/sql";
import { lastSegment } from "../template";

const DAY_MS = 86_400_000;

/**
 * A private services connection is not deleted while a producer uses it: a Cloud SQL instance with a private address, and
 * for days after its deletion what Google keeps of it ("It can take up to four days for the underlying resources related
 * to an instance to be completely deleted", https://cloud.google.com/sql/docs/postgres/delete-instance). Words of the error:
 * https://github.com/terraform-google-modules/terraform-google-sql-db/issues/585, the days after:
 * https://github.com/hashicorp/terraform-provider-google/issues/16275. With `deletion_policy = "ABANDON"` the provider asks for nothing.
 */
export const law: Law = ({ action, type, before, now }, cloud) => {
  if (action !== "delete" || type !== "google_service_networking_connection" || before === null) return undefined;
  if (before["deletion_policy"] === "ABANDON") return undefined;
  const network = lastSegment(valuesAt(before, "network")[0] ?? "");
  for (const { attributes } of cloud.list(PRODUCER)) {
    const [key = "", used = ""] = [...valuesAt(attributes, "instance"), ...valuesAt(attributes, "network")];
    if (lastSegment(used) !== network) continue;
    const deleted = cloud.buried("google_sql_database_instance", key);
    const exists = cloud.get("google_sql_database_instance", key) !== undefined;
    if (!exists && (deleted === undefined || Date.parse(now) - Date.parse(deleted) >= PRODUCER_DAYS * DAY_MS)) continue;
    return {
      message:
        "Unable to remove Service Networking Connection, err: Error waiting for Delete Service Networking Connection: Error code 9, " +
        "message: Failed to delete connection; Producer services (e.g. CloudSQL, Cloud Memstore, etc.) are still using this connection.",
      advice: exists
        ? `Delete ${key} first, or set deletion_policy = "ABANDON".`
        : `${key} was deleted at ${deleted ?? ""}; Google lets go of the connection after ${PRODUCER_DAYS} days. Wait, or set deletion_policy = "ABANDON".`,
      attribute: "deletion_policy",
    };
  }
  return undefined;
};
