import { type Law } from "../law";
import { valuesAt } from "../references";
import { lastSegment } from "../template";

/**
 * A private address for Cloud SQL needs private services access on its network first.
 * https://cloud.google.com/sql/docs/postgres/private-ip#network_requirements
 */
export const law: Law = ({ action, type, after }, cloud) => {
  if (action === "delete" || type !== "google_sql_database_instance" || after === null) return undefined;
  const [network] = valuesAt(after, "settings.ip_configuration.private_network");
  if (network === undefined) return undefined;
  const connected = cloud
    .list("google_service_networking_connection")
    .some(({ attributes }) =>
      valuesAt(attributes, "network").some((value) => lastSegment(value) === lastSegment(network)),
    );
  if (connected) return undefined;
  return {
    message:
      "Error, failed to create instance because the network doesn't have at least 1 private services connection. Please see " +
      "https://cloud.google.com/sql/docs/mysql/private-ip#network_requirements for how to create this connection.",
    advice: `The instance must depend on a google_service_networking_connection for '${network}'.`,
    attribute: "settings",
  };
};
