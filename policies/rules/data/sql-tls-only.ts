import { expectArgument, type ResourceRule } from "../../rule";

/** Cloud SQL refuses connections without TLS. */
export const sqlTlsOnly: ResourceRule = {
  appliesTo: ["google_sql_database_instance"],
  evaluate: (instance) =>
    expectArgument(
      instance,
      "settings.ip_configuration.ssl_mode",
      "ENCRYPTED_ONLY",
      "TRUSTED_CLIENT_CERTIFICATE_REQUIRED",
    ),
};
